import { median } from '../statistics.ts';

/** One thing measured in rounds, for each app by name; the first app is what the others are compared with. */
export type ColdMeasure = {
  readonly title: string;
  readonly unit: 'ms' | 'MB';
  readonly rounds: ReadonlyMap<string, readonly number[]>;
  /** The most that the app under test may be of the first. */
  readonly goal?: number;
};

/** Of one app: the median, the middle half of what was seen, and the median of each round's ratio to the first app. */
export type ColdFigure = {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly ratio: number;
};

/** The figures of a measure by app. */
export function figuresOf({ rounds }: Pick<ColdMeasure, 'rounds'>): ReadonlyMap<string, ColdFigure> {
  const [base = []] = rounds.values();
  return new Map(
    [...rounds].map(([name, values]) => [
      name,
      {
        median: median(values),
        low: quantile(values, 0.25),
        high: quantile(values, 0.75),
        ratio: median(values.map((value, round) => value / (base[round] ?? Number.NaN))),
      },
    ]),
  );
}

/** Measures as a table, a line for each app: median, middle half, ratio, and whether the goal for `judged` is met. */
export function formatColdReport(measures: readonly ColdMeasure[], judged: string): string {
  return measures.map((measure) => formatMeasure(measure, judged)).join('\n\n');
}

function formatMeasure(measure: ColdMeasure, judged: string): string {
  const { title, unit, rounds, goal } = measure;
  const [base = ''] = rounds.keys();
  const lines = [...figuresOf(measure)].map(([name, { median: middle, low, high, ratio }]) => {
    const spread = `(${low.toFixed(0)}–${high.toFixed(0)})`;
    const verdict =
      name === judged && goal !== undefined ? `  goal ${goal.toFixed(2)} ${ratio <= goal ? '✓' : '✗'}` : '';
    return `  ${name.padEnd(24)} ${middle.toFixed(1).padStart(7)} ${spread.padStart(11)} ${ratio.toFixed(2).padStart(6)}×${verdict}`;
  });
  return [`${title} [${unit}], × ${base}`, ...lines].join('\n');
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
