import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRequest, Contestant } from './contestant.ts';
import { openStream } from './load.ts';
import type { Measurement } from './measurement.ts';
import type { Usage } from './meters.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';
import type { Figures } from './summarise.ts';

/** What an open stream holds in memory: one that waits for its upstream, and one whose reader does not read. */
export async function measureMemory(plan: Plan['memory'], contestants: readonly Contestant[]): Promise<Measurement[]> {
  const idle: Figures = {};
  const idleResident: Figures = {};
  const slow: Figures = {};
  for (const contestant of contestants) {
    if (contestant.meter === undefined || contestant.name === 'hello') continue;
    const whileIdle = await growth(contestant, contestant.stream('stalled', 1), plan.idleStreams, plan);
    idle[contestant.name] = whileIdle.heapBytes / plan.idleStreams / 1024;
    idleResident[contestant.name] = whileIdle.residentBytes / plan.idleStreams / 1024;
    const whileSlow = await growth(contestant, contestant.stream('flood', 1), plan.slowReaders, plan);
    slow[contestant.name] = whileSlow.heapBytes / plan.slowReaders / 1024;
  }
  return [
    { section: 'memory', id: 'idle-stream', title: 'an idle open stream', unit: 'KB', values: idle },
    { section: 'memory', id: 'idle-stream-resident', title: 'the same, resident', unit: 'KB', values: idleResident },
    { section: 'memory', id: 'slow-reader', title: 'a stream whose reader stands still', unit: 'KB', values: slow },
  ];
}

/** What `count` open streams add to the process, after a first time that warms it up. The median of the turns. */
async function growth(
  contestant: Contestant,
  request: BenchRequest,
  count: number,
  { turns, settleMs }: Plan['memory'],
): Promise<Pick<Usage, 'heapBytes' | 'residentBytes'>> {
  const heapBytes: number[] = [];
  const residentBytes: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const before = await contestant.meter?.collect();
    const answers = await Promise.all(Array.from({ length: count }, () => openStream(request)));
    await wait(settleMs);
    const during = await contestant.meter?.collect();
    for (const answer of answers) answer.destroy();
    await wait(settleMs / 2);
    if (turn > 0 && before !== undefined && during !== undefined) {
      heapBytes.push(during.heapBytes - before.heapBytes);
      residentBytes.push(during.residentBytes - before.residentBytes);
    }
  }
  return { heapBytes: median(heapBytes), residentBytes: median(residentBytes) };
}
