import { coldStarts, type ColdApp, type ColdStart } from './cold/cold-starts.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';

/** From the start of a worker process to its first answer, and the memory it then holds; rounds interleaved. */
export async function measureColdStart(
  plan: Plan['cold'],
  apps: readonly ColdApp<'hello' | 'functions' | 'sluice'>[],
): Promise<Measurement[]> {
  const starts = await coldStarts(plan.rounds, apps);
  const measurement = (
    id: string,
    title: string,
    unit: Measurement['unit'],
    read: (start: ColdStart) => number,
  ): Measurement => {
    const figures = Object.fromEntries([...starts].map(([name, all]) => [name, median(all.map(read))]));
    const hello = starts.get('hello')?.map(read) ?? [];
    const ratios = Object.fromEntries(
      [...starts].map(([name, all]) => [name, median(all.map((start, round) => read(start) / (hello[round] ?? 0)))]),
    );
    return { section: 'cold', id, title, unit, values: figures, ratios: { hello: ratios } };
  };
  return [
    measurement('cold-start', 'process start to first answer', 'ms', ({ firstAnswerMs }) => firstAnswerMs),
    measurement('cold-load', 'of it until the app is loaded', 'ms', ({ loadedMs }) => loadedMs),
    ...([...starts.values()].flat().every(({ residentBytes }) => residentBytes > 0)
      ? [
          measurement(
            'cold-memory',
            'resident after the first answer',
            'MB',
            (start) => start.residentBytes / 1024 / 1024,
          ),
        ]
      : []),
  ];
}
