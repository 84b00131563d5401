/** What metrics take of the record of a call that has ended. */
export type EndedCall = {
  readonly caller: string;
  /** As it was asked for; it may be anything. */
  readonly model: string;
  readonly deployment: string | null;
  readonly operation: string;
  readonly outcome: string;
  /** Why it was refused or cut. */
  readonly errorCode: string | null;
  readonly cache: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly estimated: boolean;
  /** Billionths of a US dollar; `null` when the price is unknown. */
  readonly costNanoDollars: number | null;
  readonly listNanoDollars: number | null;
  readonly latencyMs: number;
  readonly firstOutputMs: number | null;
};
