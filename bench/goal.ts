import type { ContestantName } from './contestant.ts';
import type { Measurement } from './measurement.ts';

/** What Sluice is meant to reach, and what it reached. */
export type Goal = {
  readonly title: string;
  readonly limit: number;
  /** Absent when the run did not measure it. */
  readonly reached: number | undefined;
  readonly unit: '×' | 'ms' | 'KB';
  readonly isMet: boolean | undefined;
};

/** Sluice's goals against the figures of a run. */
export function judgeGoals(measurements: readonly Measurement[]): Goal[] {
  const find = (id: string) => measurements.find((measurement) => measurement.id === id);
  const ratio = (id: string, base: ContestantName) => {
    const measurement = find(id);
    const own =
      base === 'raw' || base === 'hello' || base === 'functions' ? measurement?.ratios?.[base]?.sluice : undefined;
    return own ?? quotient(measurement?.values.sluice, measurement?.values[base]);
  };
  const later = (id: string, base: ContestantName) => difference(find(id)?.values.sluice, find(id)?.values[base]);

  const goals: Omit<Goal, 'isMet'>[] = [
    ...[1, 16, 64].map((callers) => ({
      title: `chat CPU to the Functions library's own, ${callers} ${callers === 1 ? 'caller' : 'callers'}`,
      limit: 1.5,
      reached: ratio(`chat-${callers}`, 'functions'),
      unit: '×' as const,
    })),
    { title: "chat CPU to Portkey's, 16 callers", limit: 0.25, reached: ratio('chat-16', 'portkey'), unit: '×' },
    { title: 'CPU of an unpaced chunk to raw', limit: 2, reached: ratio('stream-unpaced', 'raw'), unit: '×' },
    { title: 'first text later than raw', limit: 1, reached: later('first-text', 'raw'), unit: 'ms' },
    { title: 'cold start to hello-world', limit: 1.25, reached: ratio('cold-start', 'hello'), unit: '×' },
    { title: 'memory to hello-world', limit: 1.3, reached: ratio('cold-memory', 'hello'), unit: '×' },
    { title: 'an idle open stream', limit: 32, reached: find('idle-stream')?.values.sluice, unit: 'KB' },
    {
      title: 'buffered for a reader that stands still',
      limit: 64,
      reached: find('slow-reader')?.values.sluice,
      unit: 'KB',
    },
  ];
  return goals.map((goal) => ({ ...goal, isMet: goal.reached === undefined ? undefined : goal.reached <= goal.limit }));
}

function quotient(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value / base;
}

function difference(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}
