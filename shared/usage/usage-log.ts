/** What the ledger tells: events by stable names, with counts and reasons, never a credential. */
export type UsageLog = {
  info(event: string, fields?: { readonly [name: string]: unknown }): void;
  warn(event: string, fields?: { readonly [name: string]: unknown }): void;
  error(event: string, fields?: { readonly [name: string]: unknown }): void;
};
