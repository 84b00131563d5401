import type { FaultRule } from '../../local/azure/fault-rule.ts';
import { inParallel } from '../../local/cli/in-parallel.ts';
import { startSimulator, type Simulator } from '../../local/azure/simulator.ts';
import { askChat, type CallerView } from './ask-chat.ts';
import { cellsOf, deploymentsOf, type Cell, type CellRun } from './cell.ts';
import { flappingCalls, wallRetry, wallTimeouts } from './expectation.ts';
import type { FaultCase } from './fault-case.ts';
import { startBuiltApp, type BuiltApp, type StartedApp } from './start-built-app.ts';

/** A run of the wall: every cell, and the answer that a caller gets when nothing is wrong. */
export type WallRun = { readonly runs: readonly CellRun[]; readonly wholeText: string; readonly tookMs: number };

/**
 * Meets every fault in every setting and mode: the built app under the embedded host, before the simulator. Every cell
 * has a model and deployments of its own, so many are met at once.
 */
export async function runWall(app: BuiltApp, faultCases: readonly FaultCase[]): Promise<WallRun> {
  const startedMs = performance.now();
  const cells = cellsOf(faultCases);
  await using running = new AsyncDisposableStack();
  const simulator = running.adopt(await startSimulator(simulatorFor(cells)), (started) => started.stop());
  const gateway = running.adopt(await startBuiltApp(app, fileFor(cells, simulator), { KEY: key }), (it) => it.stop());
  await simulator.resources['down']?.stop();

  const reference = await ask(gateway, { model: 'well', stream: false, requestId: 'reference' });
  // A process that still loads and compiles hears late of a hang-up.
  const warmUp = Array.from({ length: warmUpCalls }, (_, call) => call);
  await inParallel(warmUp, cellsAtOnce, (call) =>
    ask(gateway, { model: 'well', stream: call % 2 === 0, requestId: `warm-up-${call}` }),
  );
  const runs = await inParallel(cells, cellsAtOnce, (cell) => meet(cell, gateway, simulator));
  // An attempt that should not be made would be made by then.
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  const ledger = simulator.ledger();
  return {
    runs: runs.map((run) => ({
      ...run,
      attempts: ledger.filter(({ deployment }) => Object.values(deploymentsOf(run.cell)).includes(deployment)),
    })),
    wholeText: reference.text,
    tookMs: performance.now() - startedMs,
  };
}

/** When a leaving caller hangs up, in milliseconds. */
export const leaveAfterMs = 150;

async function meet(cell: Cell, gateway: StartedApp, simulator: Simulator): Promise<CellRun> {
  const { faultCase, mode, setting, id } = cell;
  const { fault, ...asked } = faultCase.fault(Date.now());
  for (const rule of rulesOf(faultCase)) simulator.inject({ ...rule, deployment: id, fault });
  const views: CallerView[] = [];
  for (let call = 0; call < (faultCase.isFlapping === true ? flappingCalls : 1); call += 1) {
    const view = await ask(gateway, {
      model: id,
      stream: mode === 'stream',
      requestId: `${id}-${call}`,
      ...(setting === 'leaving' ? { leaveAfterMs } : {}),
    });
    views.push(view);
    if (view.outcome === 'left') break;
  }
  return { cell, views, attempts: [], asked };
}

/** Each rule of a flapping deployment sees what those before it have let pass. */
function rulesOf({ times, isFlapping }: FaultCase): Pick<FaultRule, 'times' | 'skip'>[] {
  if (isFlapping === true) return Array.from({ length: flappingCalls }, (_, at) => ({ skip: at, times: 1 }));
  return [times === undefined ? {} : { times }];
}

function ask(
  { url, key: callerKey }: StartedApp,
  question: Pick<Parameters<typeof askChat>[0], 'model' | 'stream' | 'requestId' | 'leaveAfterMs'>,
): Promise<CallerView> {
  return askChat({ url, key: callerKey, prompt, patienceMs: 2 * wallTimeouts.deadlineMs, ...question });
}

function simulatorFor(cells: readonly Cell[]): Parameters<typeof startSimulator>[0] {
  const names = cells.flatMap((cell) => Object.values(deploymentsOf(cell)).filter((name) => name !== undefined));
  const deployments = Object.fromEntries([...names, 'well'].map((name) => [name, { model: 'gpt-4o' }]));
  return { resources: { east: { keys: [key, key], deployments }, down: { deployments: {} } }, tokenDelayMs: 1 };
}

function fileFor(cells: readonly Cell[], simulator: Simulator): object {
  const endpointOf = (resource: string) => simulator.resources[resource]?.url;
  const credential = { setting: 'KEY' };
  return {
    upstreams: {
      east: { endpoint: endpointOf('east'), credential },
      down: { endpoint: endpointOf('down'), credential },
    },
    models: {
      well: { model: 'gpt-4o', deployments: [{ upstream: 'east', deployment: 'well' }] },
      ...Object.fromEntries(cells.map((cell) => [cell.id, routeOf(cell)])),
    },
    timeouts: wallTimeouts,
    retry: wallRetry,
    // One fault must not hide the next; what a breaker does, the outage of the published scenarios shows.
    breaker: { minimumCalls: 1000 },
  };
}

function routeOf(cell: Cell): object {
  const upstream = cell.faultCase.isDown === true ? 'down' : 'east';
  const { faulty, healthy } = deploymentsOf(cell);
  return {
    model: 'gpt-4o',
    whole: cell.setting === 'held',
    deployments: [
      { name: faulty, upstream, deployment: faulty, priority: 1 },
      ...(healthy === undefined ? [] : [{ name: healthy, upstream, deployment: healthy, priority: 2 }]),
    ],
  };
}

const key = 'k'.repeat(32);
const prompt = 'Tell me in a few sentences how a lock lifts a barge.';
const cellsAtOnce = 14;
const warmUpCalls = 84;
const quietMs = 1_500;
