import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRequest, Contestant } from './contestant.ts';
import { openStream } from './load.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';
import type { Figures } from './summarise.ts';

/** What an open stream holds in memory: one that waits for its upstream, and one whose reader does not read. */
export async function measureMemory(plan: Plan['memory'], contestants: readonly Contestant[]): Promise<Measurement[]> {
  const idle: Figures = {};
  const slow: Figures = {};
  for (const contestant of contestants) {
    if (contestant.meter === undefined || contestant.name === 'hello') continue;
    const idleBytes = await growth(contestant, contestant.stream('stalled', 1), plan.idleStreams, plan);
    idle[contestant.name] = idleBytes / plan.idleStreams / 1024;
    const slowBytes = await growth(contestant, contestant.stream('flood', 1), plan.slowReaders, plan);
    slow[contestant.name] = slowBytes / plan.slowReaders / 1024;
  }
  return [
    { section: 'memory', id: 'idle-stream', title: 'an idle open stream', unit: 'KB', values: idle },
    { section: 'memory', id: 'slow-reader', title: 'a stream whose reader stands still', unit: 'KB', values: slow },
  ];
}

/** Bytes of heap, and of buffers beside it, that `count` open streams add, after a first time that warms the process up. */
async function growth(
  contestant: Contestant,
  request: BenchRequest,
  count: number,
  { turns, settleMs }: Plan['memory'],
): Promise<number> {
  const grownBytes: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const before = await contestant.meter?.collect();
    const answers = await Promise.all(Array.from({ length: count }, () => openStream(request)));
    await wait(settleMs);
    const during = await contestant.meter?.collect();
    for (const answer of answers) answer.destroy();
    await wait(settleMs / 2);
    if (turn > 0 && before !== undefined && during !== undefined) grownBytes.push(during.heapBytes - before.heapBytes);
  }
  return median(grownBytes);
}
