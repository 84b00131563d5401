import { inParallel } from '../../../local/cli/in-parallel.ts';
import { askChat, type CallerView } from '../ask-chat.ts';
import { startBuiltApp, type BuiltApp, type StartedApp } from '../start-built-app.ts';
import { gatewayFileFor } from './gateway-file.ts';
import { judgeScenario, type Judgement } from './judge-scenario.ts';
import { isCanonical, outcomeOf, type Measurement } from './measurement.ts';
import { startProviderWall, type ProviderWall } from './provider-wall.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { wallTimes } from './wall-times.ts';

/** A scenario, what was measured of it, and the verdict. */
export type JudgedScenario = {
  readonly scenario: Scenario;
  readonly measured: Measurement;
  readonly judgement: Judgement;
};

/**
 * Runs the sixteen scenarios against the built app before a wall of their own and judges them. `scale` says how many
 * times as fast as published all clocks run; scenarios run side by side, since each has a model of its own.
 */
export async function runScenarios(app: BuiltApp, scale: number, isWhole: boolean): Promise<JudgedScenario[]> {
  await using running = new AsyncDisposableStack();
  const wall = running.adopt(await startProviderWall(wallTimes(scale)), (started) => started.stop());
  const file = gatewayFileFor(wall.url, scale, isWhole);
  const gateway = running.adopt(await startBuiltApp(app, file, { KEY: 'k'.repeat(32) }), (started) => started.stop());
  await askOnce({ gateway, wall, scale: 1 }, 'fb-ok', 'warm-up', 30);
  wall.reset();
  const judged = await inParallel(longestFirst, sideBySide, async (scenario): Promise<JudgedScenario> => {
    const bench = { gateway, wall, scale: scenario.isUnscaled === true ? 1 : scale };
    const measured = await (scenario.sequence === undefined
      ? measureCall(scenario, bench)
      : measureSequence(scenario, scenario.sequence, bench, wallTimes(scale).outageMs));
    return { scenario, measured, judgement: judgeScenario(scenario, measured) };
  });
  return judged.toSorted((left, right) => left.scenario.id.localeCompare(right.scenario.id));
}

type Bench = { readonly gateway: StartedApp; readonly wall: ProviderWall; readonly scale: number };

async function measureCall(scenario: Scenario, bench: Bench): Promise<Measurement> {
  const view = await askOnce(bench, scenario.model, scenario.id, scenario.maxWallS);
  return {
    ...seenByCaller(view, bench),
    ...seenByWall(scenario, bench),
    isAliveAfter: await isAlive(scenario, bench),
  };
}

async function measureSequence(
  scenario: Scenario,
  { count, intervalS, maxWallS }: NonNullable<Scenario['sequence']>,
  bench: Bench,
  outageMs: number,
): Promise<Measurement> {
  const { wall, scale } = bench;
  const sent: { readonly sentS: number; readonly view: CallerView }[] = [];
  for (let call = 0; call < count; call += 1) {
    const waitMs = (call * intervalS * 1000) / scale - wall.nowMs();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const sentS = (wall.nowMs() * scale) / 1000;
    sent.push({ sentS, view: await askOnce(bench, scenario.model, `${scenario.id}-${call}`, maxWallS) });
  }
  const last = sent.at(-1);
  if (last === undefined) throw new Error('A sequence has at least one call.');
  const calls = sent.map(({ sentS, view }) => ({
    sentS,
    outcome: outcomeOf(view),
    isComplete: isCanonical(view.text),
  }));
  const worst = calls.find(({ outcome }) => outcome === 'hang') ?? calls.find(({ outcome }) => outcome === 'error');
  const served = wall.attempts().find(({ model, did }) => model === scenario.model && did === 'well');
  return {
    ...seenByCaller(last.view, bench),
    ...seenByWall(scenario, bench),
    outcome: worst?.outcome ?? 'success',
    isComplete: calls.every(({ isComplete }) => isComplete),
    isAliveAfter: await isAlive(scenario, bench),
    sequence: {
      calls,
      outageS: (outageMs * scale) / 1000,
      servedAgainS: served === undefined ? undefined : (served.atMs * scale) / 1000,
    },
  };
}

function seenByCaller(view: CallerView, { scale }: Bench) {
  return {
    outcome: outcomeOf(view),
    isComplete: isCanonical(view.text),
    elapsedS: ((view.endedAtMs - view.startedAtMs) * scale) / 1000,
    error: view.code,
    reportedModel: view.reportedModel,
    hasUsage: view.hasUsage,
  };
}

/** Attempts at the fallback are told apart by the call they were made for. */
function seenByWall({ id, model, fallbackModel }: Scenario, { wall, scale }: Bench) {
  const own = wall.attempts().filter(({ callId }) => callId === id || callId.startsWith(`${id}-`));
  return {
    primaryAtS: own.filter((attempt) => attempt.model === model).map(({ atMs }) => (atMs * scale) / 1000),
    fallbackAttempts: own.filter((attempt) => attempt.model === fallbackModel).length,
    prefillRefusals: own.filter(({ did }) => did === 'refused a prefill').length,
  };
}

async function isAlive({ id }: Scenario, bench: Bench): Promise<boolean> {
  const view = await askOnce(bench, 'fb-ok', `alive-${id}`, 10, false);
  return view.outcome === 'answered' && isCanonical(view.text);
}

function askOnce(bench: Bench, model: string, callId: string, maxWallS: number, stream = true): Promise<CallerView> {
  const { url, key } = bench.gateway;
  const patienceMs = (maxWallS * 1000) / bench.scale + slackMs;
  return askChat({ url, key, model, stream, prompt, requestId: callId, patienceMs });
}

/** The sequence begins with the wall's outage. */
const longestFirst = scenarios.toSorted(
  (left, right) => Number(right.sequence !== undefined) - Number(left.sequence !== undefined),
);

const prompt = 'Why does a lock keeper trust no gate that he has not tested? Answer in sixty words.';
const sideBySide = 5;
const slackMs = 1_000;
