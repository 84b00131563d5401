import { availableParallelism, cpus } from 'node:os';
import { buildApps, type BuiltApps } from './build-apps.ts';
import type { ColdApp } from './cold/cold-starts.ts';
import { startChild } from './child-process.ts';
import type { Contestant } from './contestant.ts';
import { judgeGoals } from './goal.ts';
import { createLoad, type Load } from './load.ts';
import { measureChat } from './measure-chat.ts';
import { measureColdStart } from './measure-cold-start.ts';
import { measureMemory } from './measure-memory.ts';
import type { Measurement } from './measurement.ts';
import { measureStream } from './measure-stream.ts';
import { startMeters } from './meters.ts';
import type { Plan, Section } from './plan.ts';
import type { Report } from './report.ts';
import { chatRequest } from './requests.ts';
import { sluiceSetup, startContestants } from './start-contestants.ts';

/**
 * Builds the apps, starts all contestants in front of one canned upstream, measures what the plan asks for and ends
 * every process it started, also when it fails. `onSection` is told what begins.
 */
export async function runBench(plan: Plan, onSection: (section: Section) => void): Promise<Report> {
  const startedMs = performance.now();
  await using run = new AsyncDisposableStack();
  const apps = run.adopt(await buildApps(), (built) => built.remove());
  const upstream = run.adopt(await startChild('upstream.ts', [], {}), (child) => child.stop());
  const measurements: Measurement[] = [];

  if (plan.sections.some((section) => section !== 'cold')) {
    await using processes = new AsyncDisposableStack();
    const meters = processes.adopt(await startMeters(), (started) => started.stop());
    const contestants = processes.adopt(await startContestants(upstream.url, apps, meters), stopAll);
    const load = processes.adopt(createLoad(), (made) => made.close());
    for (const section of plan.sections) {
      if (section === 'cold') continue;
      onSection(section);
      measurements.push(...(await measureRunning(section, plan, contestants, load)));
    }
  }
  // The others have ended: a start shall have the machine for itself.
  if (plan.sections.includes('cold')) {
    onSection('cold');
    measurements.push(...(await measureColdStart(plan.cold, coldApps(apps, upstream.url))));
  }
  return {
    at: new Date().toISOString(),
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: availableParallelism(),
    tookMs: performance.now() - startedMs,
    plan,
    measurements,
    goals: judgeGoals(measurements),
  };
}

function measureRunning(
  section: Exclude<Section, 'cold'>,
  plan: Plan,
  contestants: readonly Contestant[],
  load: Load,
): Promise<Measurement[]> {
  switch (section) {
    case 'chat':
      return measureChat(plan.chat, contestants, load);
    case 'stream':
      return measureStream(plan.stream, contestants, load);
    case 'memory':
      return measureMemory(plan.memory, contestants);
  }
}

function coldApps(apps: BuiltApps, upstreamUrl: string): ColdApp<'hello' | 'functions' | 'sluice'>[] {
  const { env, key } = sluiceSetup(upstreamUrl);
  const chatUrl = 'http://localhost/v1/chat/completions';
  return [
    { name: 'hello', appRoot: apps.hello, env: {}, request: chatRequest('http://localhost/hello') },
    {
      name: 'functions',
      appRoot: apps.passThrough,
      env: { BENCH_UPSTREAM_URL: upstreamUrl },
      request: chatRequest(chatUrl),
    },
    { name: 'sluice', appRoot: apps.sluice, env, request: chatRequest(chatUrl, { authorization: `Bearer ${key}` }) },
  ];
}

async function stopAll(contestants: readonly Contestant[]): Promise<void> {
  await Promise.all(contestants.map((contestant) => contestant.stop()));
}
