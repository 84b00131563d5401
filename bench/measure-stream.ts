import type { StreamKind } from './canned-answers.ts';
import type { Contestant } from './contestant.ts';
import type { Load } from './load.ts';
import { measureCpu, type CpuSample } from './measure-cpu.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';
import { mediansOf, ratiosTo } from './summarise.ts';

/** CPU per chunk of a stream, as fast as it comes and at a model's pace, and how soon the first text arrives. */
export async function measureStream(
  plan: Plan['stream'],
  contestants: readonly Contestant[],
  load: Load,
): Promise<Measurement[]> {
  const metered = contestants.filter(({ meter }) => meter !== undefined);
  const unpaced = await measureCpu(
    { ...plan, callers: plan.unpacedCallers, requestTo: requestOf('unpaced', plan.chunks) },
    metered,
    load,
  );
  const paced = await measureCpu(
    {
      ...plan,
      callers: plan.pacedCallers,
      rounds: plan.pacedRounds,
      // Each caller has one stream in a slice.
      sliceMs: 0,
      requestTo: requestOf('paced', plan.pacedChunks),
    },
    metered,
    load,
  );
  const gateways = contestants.filter(({ name }) => name !== 'hello');
  const single = await measureCpu({ ...plan, callers: 1, requestTo: requestOf('unpaced', 3) }, gateways, load);
  return [
    cpuPerChunk(unpaced, plan.chunks, 'stream-unpaced', 'chunk, unpaced'),
    cpuPerChunk(paced, plan.pacedChunks, 'stream-paced', 'chunk, every 10 ms'),
    {
      section: 'stream',
      id: 'stream-unpaced-host',
      title: 'chunk, unpaced: the host process',
      unit: 'µs',
      values: mediansOf(unpaced, ({ hostMicros }) => hostMicros / plan.chunks),
    },
    {
      section: 'stream',
      id: 'first-text',
      title: 'first text, 1 caller',
      unit: 'ms',
      values: mediansOf(single, ({ latencies }) => median(latencies.map(({ firstTextMs }) => firstTextMs))),
    },
  ];
}

function requestOf(kind: StreamKind, chunks: number) {
  return (contestant: Contestant) => contestant.stream(kind, chunks);
}

function cpuPerChunk(samples: readonly CpuSample[], chunks: number, id: string, title: string): Measurement {
  return {
    section: 'stream',
    id,
    title,
    unit: 'µs',
    values: mediansOf(samples, ({ workerMicros }) => workerMicros / chunks),
    ratios: {
      raw: ratiosTo('raw', samples),
      hello: ratiosTo('hello', samples),
      functions: ratiosTo('functions', samples),
    },
  };
}
