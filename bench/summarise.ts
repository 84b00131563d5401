import type { ContestantName } from './contestant.ts';
import type { CpuSample } from './measure-cpu.ts';
import { median } from './statistics.ts';

/** A figure of each contestant: the median over its samples. */
export type Figures = Partial<Record<ContestantName, number>>;

/** The median of what `read` says of each contestant's samples; a contestant for which it says 0 is left out. */
export function mediansOf(samples: readonly CpuSample[], read: (sample: CpuSample) => number): Figures {
  const figures: Figures = {};
  for (const name of new Set(samples.map(({ contestant }) => contestant))) {
    const figure = median(samples.filter(({ contestant }) => contestant === name).map(read));
    if (figure > 0) figures[name] = figure;
  }
  return figures;
}

/** Each contestant's CPU as a ratio to that of `base` in the same round, the median over the rounds. */
export function ratiosTo(base: ContestantName, samples: readonly CpuSample[]): Figures {
  const baseMicros = new Map(
    samples.filter(({ contestant }) => contestant === base).map(({ round, workerMicros }) => [round, workerMicros]),
  );
  return mediansOf(samples, ({ round, workerMicros }) => {
    const micros = baseMicros.get(round) ?? 0;
    return micros > 0 ? workerMicros / micros : 0;
  });
}
