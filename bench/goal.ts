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

  /** The amount itself, with the library's own beside it so that it can be judged, and the ratio to that. */
  const streamMemoryGoals = (id: string, title: string, limitKb: number, limitRatio: number) => {
    const floorKb = find(id)?.values.functions;
    const beside = floorKb === undefined ? '' : ` (the Functions library alone: ${Math.round(floorKb)} KB)`;
    return [
      { title: `${title}${beside}`, limit: limitKb, reached: find(id)?.values.sluice, unit: 'KB' as const },
      {
        title: `${title}, to the Functions library's own`,
        limit: limitRatio,
        reached: ratio(id, 'functions'),
        unit: '×' as const,
      },
    ];
  };

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
    ...streamMemoryGoals('idle-stream', 'an idle open stream', 32, 1.5),
    ...streamMemoryGoals('slow-reader', 'buffered for a reader that stands still', 64, 0.1),
  ];
  return goals.map((goal) => ({ ...goal, isMet: goal.reached === undefined ? undefined : goal.reached <= goal.limit }));
}

function quotient(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value / base;
}

function difference(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}
