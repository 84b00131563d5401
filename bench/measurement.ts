import type { ContestantName } from './contestant.ts';
import type { Section } from './plan.ts';

/** One thing measured for several contestants: a line of the table. */
export type Measurement = {
  readonly section: Section;
  /** Unique in a run, stable between runs. */
  readonly id: string;
  readonly title: string;
  readonly unit: 'µs' | 'ms' | 'KB' | 'MB';
  readonly values: Partial<Record<ContestantName, number>>;
  /**
   * Medians of the ratios that the rounds gave, each to the raw pass-through and to the hello-world function of the same
   * round; absent where a difference or an amount is what counts.
   */
  readonly ratios?: {
    readonly raw?: Partial<Record<ContestantName, number>>;
    readonly hello?: Partial<Record<ContestantName, number>>;
    readonly functions?: Partial<Record<ContestantName, number>>;
  };
};
