/**
 * A scenario of Failover Bench (github.com/failoverbench/failoverbench, methodology v0.1): which model is asked for, what
 * is checked, and in what time the call must end. Times are in seconds, as published.
 */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  /** What the provider behind this model does. */
  readonly model: string;
  readonly fallbackModel: string;
  /** What a caller should get: `success`, the complete answer, unless the scenario says `error`. */
  readonly ideal: 'success' | 'error';
  readonly maxWallS: number;
  readonly checks: readonly Check[];
  /** Many calls, one after the other, instead of one. */
  readonly sequence?: { readonly count: number; readonly intervalS: number; readonly maxWallS: number };
  /** Its times are kept as they are, whatever the scale: `Retry-After` knows whole seconds only. */
  readonly isUnscaled?: boolean;
};

/** One check of a scenario. A failed `advisory` one makes a rescue `partial`; a failed `informational` one, nothing. */
export type Check = {
  readonly id: string;
  readonly weight?: 'advisory' | 'informational';
} & (
  | { readonly kind: PlainKind }
  | { readonly kind: LimitKind; readonly limit: number }
  | { readonly kind: 'max-attempts-within'; readonly limit: number; readonly windowS: number }
);

type PlainKind =
  | 'no-hang'
  | 'complete'
  | 'no-truncated-success'
  | 'alive-after'
  | 'fallback-used'
  | 'reported-model-is-fallback'
  | 'usage-present'
  | 'no-prefill-masking'
  | 'sequence-no-hang'
  | 'sequence-served-during-outage';

type LimitKind =
  | 'primary-attempts-min'
  | 'primary-attempts-max'
  | 'primary-attempts-are'
  | 'first-gap-min-s'
  | 'wall-max-s'
  | 'sequence-recovered-within-s';
