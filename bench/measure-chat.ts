import type { Contestant } from './contestant.ts';
import type { Load } from './load.ts';
import { measureCpu, type CpuSample } from './measure-cpu.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';
import { mediansOf, ratiosTo } from './summarise.ts';

/** CPU per chat call at several numbers of callers, and the latency of a call when there is one caller. */
export async function measureChat(
  plan: Plan['chat'],
  contestants: readonly Contestant[],
  load: Load,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const callers of plan.callers) {
    const scenario = { ...plan, callers, requestTo: (contestant: Contestant) => contestant.chat() };
    // Alone, the upstream itself is asked too: what a gateway adds is the difference.
    const asked = contestants.filter(({ name }) => callers === 1 || name !== 'direct');
    const samples = await measureCpu(scenario, asked, load);
    const title = `chat, ${callers} ${callers === 1 ? 'caller' : 'callers'}`;
    measurements.push(cpuOf(samples, `chat-${callers}`, title), hostCpuOf(samples, `chat-${callers}`, title));
    if (callers === 1) {
      measurements.push({
        section: 'chat',
        id: 'chat-latency',
        title: 'latency of a chat, 1 caller',
        unit: 'ms',
        values: mediansOf(samples, ({ latencies }) => median(latencies.map(({ wholeMs }) => wholeMs))),
      });
    }
  }
  return measurements;
}

function cpuOf(samples: readonly CpuSample[], id: string, title: string): Measurement {
  return {
    section: 'chat',
    id,
    title,
    unit: 'µs',
    values: mediansOf(samples, ({ workerMicros }) => workerMicros),
    ratios: {
      raw: ratiosTo('raw', samples),
      hello: ratiosTo('hello', samples),
      functions: ratiosTo('functions', samples),
    },
  };
}

function hostCpuOf(samples: readonly CpuSample[], id: string, title: string): Measurement {
  const values = mediansOf(samples, ({ hostMicros }) => hostMicros);
  return { section: 'chat', id: `${id}-host`, title: `${title}: the host process`, unit: 'µs', values };
}
