import { afterEach, describe, expect, it } from 'vitest';
import { complete, completeAsStream } from '../../../shared/gateway/complete.ts';
import { Candidates } from '../../../shared/gateway/candidates.ts';
import { takeTurn, type TurnOf } from '../../../shared/gateway/take-turn.ts';
import type { FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { counted } from '../../setup/counted.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';

let running: GatewayParts;
afterEach(() => running.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Why?' }], max_tokens: 5 };
const hedge = { percentile: 95, afterMs: 40 };

async function start(options: GatewayPartsOptions = {}): Promise<void> {
  running = await startGatewayParts({ ...routed({ hedge }), ...options });
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}

/** One turn of chat-east alone, whose one try ends as given. */
async function turnEnding(outcome: string | Error) {
  const candidates = new Candidates(() => 0);
  candidates.add([running.deployment('chat-east')]);
  const next = candidates.next(Date.now()) ?? expect.unreachable('There is no candidate.');
  const of: TurnOf<string> = {
    call: running.call(),
    parts: running.parts,
    candidates,
    tally: { attempts: 0 },
    options: {},
    tryDeployment: (_deployment, _call, startAttempt) => {
      startAttempt();
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
  return { turn: await takeTurn(next, of).catch((error: unknown) => error), tally: of.tally };
}

describe('takeTurn', () => {
  it('counts the attempts and hands the breaker’s permit on with the result', async () => {
    await start({ breaker: { minimumCalls: 1 } });
    const { turn, tally } = await turnEnding('served');
    expect(turn).toMatchObject({ result: 'served', deployment: { name: 'chat-east' } });
    expect(tally.attempts).toBe(1);
  });

  it.each<[FailureKind, string]>([
    ['failed', 'open'],
    ['timed-out', 'open'],
    ['malformed', 'open'],
    ['throttled', 'closed'],
    ['refused', 'closed'],
    ['filtered', 'closed'],
    ['abandoned', 'closed'],
  ])('tells the breaker what a failure says of the deployment: %s', async (kind, state) => {
    await start({ breaker: { minimumCalls: 1 } });
    const { turn } = await turnEnding(new UpstreamFailure(kind, kind));
    expect(turn).toMatchObject({ failures: [{ failure: { kind } }] });
    expect(running.parts.breakers.of('chat-east').state).toBe(state);
  });

  it('makes no attempt that the deployment would only refuse, holds it back and gives the permit back', async () => {
    await start({
      breaker: { minimumCalls: 1 },
      members: { limits: { deployments: { 'chat-east': { requestsPerMinute: 6 } } } },
    });
    expect((await turnEnding('served')).turn).toMatchObject({ result: 'served' });
    const paced = await turnEnding('served');
    expect(paced).toEqual({ turn: { failures: [], isPaced: true }, tally: { attempts: 0 } });
    expect(await counted(running.parts, 'sluice_paced_attempts_total', { deployment: 'chat-east' })).toBe(1);
    // What was left for others is not held against the deployment either.
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now()).errorCount).toBe(0);
  });

  it('makes no attempt where the breaker admits nobody', async () => {
    await start({ breaker: { minimumCalls: 1 } });
    await turnEnding(new UpstreamFailure('failed', 'no'));
    expect(await turnEnding('served')).toEqual({ turn: { failures: [] }, tally: { attempts: 0 } });
  });

  it('gives the half-open breaker its probe back when a bug ends it', async () => {
    let nowMs = 1_000_000;
    await start({ breaker: { minimumCalls: 1, openMs: 100 }, now: () => nowMs });
    await turnEnding(new UpstreamFailure('failed', 'no'));
    nowMs += 100;
    expect((await turnEnding(new TypeError('bug'))).turn).toBeInstanceOf(TypeError);
    expect((await turnEnding('served')).turn).toMatchObject({ result: 'served' });
  });

  it('hedges a slow deployment: the other serves, and the slow one’s work is stopped', async () => {
    await start();
    running.simulator.inject({ resource: 'east', fault: { kind: 'delay-headers', delayMs: 5_000 } });
    const { served } = await complete(chat, running.call(), running.parts);
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    await expect.poll(() => running.simulator.counts().byDeployment['chat-east']?.cancels).toBe(1);
    await expect.poll(() => running.log.of('hedge-lost')).toMatchObject([{ deployment: 'chat-east' }]);
    // Being slower is no failure: nothing is held against it.
    expect(running.log.of('attempt-failed')).toEqual([]);
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now()).errorCount).toBe(0);
  });

  it('hedges a stream until its first output, and no further', async () => {
    await start();
    running.simulator.inject({ resource: 'east', fault: { kind: 'delay-first-chunk', delayMs: 5_000 } });
    const slow = await completeAsStream({ ...chat, stream: true }, running.call(), running.parts);
    expect(slow.served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    expect(await textOf(slow.chunks)).toMatch(/\[DONE\]\n\n$/);
    await expect.poll(() => running.simulator.counts().byDeployment['chat-east']?.cancels).toBe(1);
    await running.stop();

    await start(routed({ hedge: { percentile: 95, afterMs: 300 } }));
    running.simulator.inject({ resource: 'east', fault: { kind: 'delay-chunks', delayMs: 20 } });
    const long = { ...chat, max_tokens: 20, stream: true };
    const steady = await completeAsStream(long, running.call(), running.parts);
    expect(await textOf(steady.chunks)).toMatch(/\[DONE\]\n\n$/);
    expect(steady.served).toMatchObject({ deployment: { name: 'chat-east' }, attempts: 1 });
  });

  it('starts the second after the percentile of what the route has measured', async () => {
    await start(routed({ hedge: { percentile: 90, afterMs: 60_000 } }));
    for (let calls = 0; calls < 20; calls += 1) running.parts.latencies.of('gpt-4o', false).add(30);
    // Those of streams do not count for a plain answer.
    for (let calls = 0; calls < 20; calls += 1) running.parts.latencies.of('gpt-4o', true).add(50_000);
    running.simulator.inject({ resource: 'east', fault: { kind: 'delay-headers', delayMs: 5_000 } });
    const { served } = await complete(chat, running.call(), running.parts);
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
  });

  it('starts no second when the first fails early: the next turn is a retry', async () => {
    await start();
    running.simulator.inject({ resource: 'east', fault: { kind: 'status', status: 500 } });
    const { served } = await complete(chat, running.call(), running.parts);
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    expect(running.log.of('hedge-lost')).toEqual([]);
  });

  it('starts no second at another model, nor beyond the attempts of a call', async () => {
    const alone = { hedge, fallbacks: ['gpt-4o-mini'] };
    const slow = { resource: 'east', fault: { kind: 'delay-headers', delayMs: 150 } } as const;
    await start({
      ...routed(
        {},
        {
          solo: {
            ...alone,
            model: 'gpt-4o',
            deployments: [{ name: 'solo', upstream: 'east', deployment: 'chat-east' }],
          },
        },
      ),
    });
    running.simulator.inject(slow);
    const { served } = await complete({ ...chat, model: 'solo' }, running.call(), running.parts);
    expect(served).toMatchObject({ deployment: { name: 'solo' }, attempts: 1 });
    await running.stop();

    await start({ retry: { maxAttempts: 1 } });
    running.simulator.inject(slow);
    expect((await complete(chat, running.call(), running.parts)).served).toMatchObject({ attempts: 1 });
  });

  it('notes both when both fail, and then goes on', async () => {
    await start({
      retry: { maxAttempts: 2 },
      timeouts: { attemptMs: 150, idleMs: 100, firstOutputMs: 100, connectMs: 100 },
    });
    running.simulator.inject({ resource: 'west', fault: { kind: 'status', status: 503 } });
    running.simulator.inject({ resource: 'east', fault: { kind: 'stall', beforeHeaders: true } });
    await expect(complete(chat, running.call(), running.parts)).rejects.toMatchObject({ status: expect.any(Number) });
    const failures = running.log.of('attempt-failed').map(({ deployment, failure }) => [deployment, failure]);
    expect(failures).toEqual([
      ['chat-east', 'timed-out'],
      ['chat-west', 'unavailable'],
    ]);
  });

  it('keeps what the loser found out by itself, such as a wait it asked for', async () => {
    await start();
    running.simulator.inject({ resource: 'west', fault: { kind: 'delay-headers', delayMs: 120 } });
    // Slower than the hedge waits, quicker than the other: it refuses while the other is at work.
    const realProviderOf = running.parts.providerOf;
    let refusals = 0;
    const parts = {
      ...running.parts,
      providerOf: (deployment: Parameters<typeof realProviderOf>[0]) => ({
        ...realProviderOf(deployment),
        chat: async (...given: Parameters<ReturnType<typeof realProviderOf>['chat']>) => {
          if (deployment.name !== 'chat-east') return realProviderOf(deployment).chat(...given);
          refusals += 1;
          await new Promise((resolve) => setTimeout(resolve, 70));
          throw new UpstreamFailure('throttled', 'Wait.', { status: 429, retryAfterMs: 30_000 });
        },
      }),
    };
    const { served } = await complete(chat, running.call(), parts);
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    expect(refusals).toBe(1);
    expect(running.parts.states.of({ name: 'chat-east' }).throttledUntilMs).toBeGreaterThan(Date.now() + 20_000);
    expect(running.log.of('attempt-failed')).toMatchObject([{ deployment: 'chat-east', failure: 'throttled' }]);
  });

  it('gives the breaker’s permit back for a result that came too late', async () => {
    let nowMs = 1_000_000;
    await start({ breaker: { minimumCalls: 1, openMs: 100 }, now: () => nowMs });
    for (const name of ['chat-east', 'chat-west']) running.parts.breakers.of(name).admit()?.failed();
    nowMs += 100;
    const candidates = new Candidates(() => 0);
    candidates.add([running.deployment('chat-east'), running.deployment('chat-west')]);
    const next = candidates.next(nowMs) ?? expect.unreachable('There is no candidate.');
    const both = Promise.withResolvers<void>();
    const turn = await takeTurn(next, {
      call: running.call(),
      parts: running.parts,
      candidates,
      tally: { attempts: 0 },
      options: { hedge: { percentile: 95, afterMs: 1 } },
      tryDeployment: async ({ name }) => {
        if (name === 'chat-west') both.resolve();
        await both.promise;
        return name;
      },
    });
    await expect.poll(() => running.log.of('hedge-lost')).toHaveLength(1);
    const [lost] = running.log.of('hedge-lost');
    const winner = 'result' in turn ? turn.result : undefined;
    expect(new Set([winner, lost?.['deployment']])).toEqual(new Set(['chat-east', 'chat-west']));
    // Both were probes of half-open breakers: the loser's next call may be one again, the winner's must wait for its end.
    expect(running.parts.breakers.of(String(lost?.['deployment'])).admit()).toBeDefined();
    expect(running.parts.breakers.of(String(winner)).admit()).toBeUndefined();
  });

  it('stops both when the caller hangs up', async () => {
    await start();
    running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 5_000 } });
    const caller = new AbortController();
    const serving = complete(chat, running.call({ gone: caller.signal }), running.parts);
    serving.catch(() => {});
    await expect.poll(() => running.simulator.counts().calls).toBe(2);
    caller.abort();
    await expect(serving).rejects.toMatchObject({ code: 'caller_gone' });
    await expect.poll(() => running.simulator.counts().cancels).toBe(2);
  });
});
