/** What one check found. `throttled`: it is there, and busy. */
export type CheckResult = {
  readonly state: 'ok' | 'throttled' | 'failed';
  readonly latencyMs: number;
  /** What was learnt, and for a failure what to do about it. Never holds a secret or a body. */
  readonly finding: string;
};
