import type { Goal } from './goal.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';

/** Everything a run found, as it is written to `reports/bench/`. */
export type Report = {
  readonly at: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly tookMs: number;
  readonly plan: Plan;
  readonly measurements: readonly Measurement[];
  readonly goals: readonly Goal[];
};
