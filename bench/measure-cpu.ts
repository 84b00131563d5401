import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRequest, Contestant } from './contestant.ts';
import type { Latency, Load } from './load.ts';

/** What one contestant used in one slice: microseconds of CPU per request, of its own process and of its host's. */
export type CpuSample = {
  readonly contestant: Contestant['name'];
  readonly round: number;
  readonly workerMicros: number;
  readonly hostMicros: number;
  readonly latencies: readonly Latency[];
};

/** One kind of load. */
export type CpuScenario = {
  readonly requestTo: (contestant: Contestant) => BenchRequest;
  readonly callers: number;
  readonly sliceMs: number;
  readonly rounds: number;
};

/**
 * Gives every contestant its slice of load in each round, after one round that does not count. Contestants without a
 * meter are measured for their latencies alone.
 */
export async function measureCpu(
  scenario: CpuScenario,
  contestants: readonly Contestant[],
  load: Load,
): Promise<CpuSample[]> {
  const samples: CpuSample[] = [];
  for (let round = 0; round <= scenario.rounds; round += 1) {
    for (const contestant of inTurn(contestants, round)) {
      const sliceMs = round === 0 && scenario.sliceMs > 0 ? Math.max(scenario.sliceMs, warmUpMs) : scenario.sliceMs;
      const sample = await sampleOf({ ...scenario, sliceMs }, contestant, round, load);
      if (round > 0) samples.push(sample);
    }
  }
  return samples;
}

async function sampleOf(scenario: CpuScenario, contestant: Contestant, round: number, load: Load): Promise<CpuSample> {
  const { meter, hostMeter } = contestant;
  const [workerBefore, hostBefore] = [await meter?.read(), await hostMeter?.read()];
  const latencies = await load.run(scenario.requestTo(contestant), scenario.callers, scenario.sliceMs);
  // What an answer leaves to be done belongs to its costs.
  await wait(afterworkMs);
  const [workerAfter, hostAfter] = [await meter?.read(), await hostMeter?.read()];
  return {
    contestant: contestant.name,
    round,
    workerMicros: ((workerAfter?.cpuMicros ?? 0) - (workerBefore?.cpuMicros ?? 0)) / latencies.length,
    hostMicros: ((hostAfter?.cpuMicros ?? 0) - (hostBefore?.cpuMicros ?? 0)) / latencies.length,
    latencies,
  };
}

/** Each round begins with another contestant, so that none always follows the same one. */
function inTurn(contestants: readonly Contestant[], round: number): Contestant[] {
  const first = round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}

const afterworkMs = 20;

// Until then what is measured is the compiler.
const warmUpMs = 500;
