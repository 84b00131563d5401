import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import type { Tier } from '../../../shared/gateway/plan-call.ts';
import { serve } from '../../../shared/gateway/serve.ts';
import type { FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { counted } from '../../setup/counted.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

async function restart(options: GatewayPartsOptions): Promise<void> {
  await running.stop();
  running = await startGatewayParts(options);
}

const failure = (kind: FailureKind, retryAfterMs?: number) =>
  new UpstreamFailure(kind, `It is ${kind}.`, { retryAfterMs });

type Outcome = UpstreamFailure | Error | string;

const tierOf = (...names: string[]): Tier => ({
  alias: 'gpt-4o',
  deployments: names.map((name) => running.deployment(name)),
  strategy: 'weighted',
});

/** Serves a call at `chat-east` (first choice) and `chat-west`; each plays its outcomes in turn, the last for ever. */
async function run(outcomes: { east?: Outcome[]; west?: Outcome[] }, call: Partial<Call> = {}, only?: 'chat-east') {
  const turns: string[] = [];
  const script = new Map([
    ['chat-east', [...(outcomes.east ?? ['east served'])]],
    ['chat-west', [...(outcomes.west ?? ['west served'])]],
  ]);
  const names = only === undefined ? ['chat-east', 'chat-west'] : [only];
  const served = await serve(
    [tierOf(...names)],
    running.call(call),
    running.parts,
    async ({ name }, _turn, startAttempt) => {
      turns.push(name);
      startAttempt();
      const list = script.get(name) ?? [];
      const outcome = list.length > 1 ? list.shift() : list[0];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  ).catch((error: unknown) => error);
  return { turns, served };
}

describe('serve', () => {
  it('counts where a failed call goes on, at the deployment it failed at', async () => {
    const { turns } = await run({ east: [failure('failed'), 'east served'], west: [failure('failed')] });
    expect(turns).toEqual(['chat-east', 'chat-west', 'chat-east']);
    for (const deployment of ['chat-east', 'chat-west']) {
      expect(await counted(running.parts, 'sluice_failovers_total', { deployment })).toBe(1);
    }
    expect(await counted(running.parts, 'sluice_retries_total')).toBe(0);
  });

  it('counts a retry where there is no other deployment, and nothing for a call that is served at once', async () => {
    await run({});
    await run({ east: [failure('failed'), 'east served'] }, {}, 'chat-east');
    expect(await counted(running.parts, 'sluice_retries_total', { deployment: 'chat-east' })).toBe(1);
    expect(await counted(running.parts, 'sluice_failovers_total')).toBe(0);
  });

  it('serves at the first deployment that can', async () => {
    const { turns, served } = await run({});
    expect(served).toMatchObject({ result: 'east served', deployment: { name: 'chat-east' }, attempts: 1 });
    expect(turns).toEqual(['chat-east']);
  });

  it.each([
    'throttled',
    'failed',
    'unavailable',
    'unreachable',
    'timed-out',
    'malformed',
    'conflicting',
    'no-credential',
    'never-fits',
    'credential-refused',
    'forbidden',
    'deployment-missing',
  ] as const)('goes elsewhere before it waits, and counts the attempts: %s', async (kind) => {
    const { turns, served } = await run({ east: [failure(kind, kind === 'throttled' ? 60_000 : undefined)] });
    expect(served).toMatchObject({ result: 'west served', attempts: 2 });
    expect(turns).toEqual(['chat-east', 'chat-west']);
  });

  it.each([
    'refused',
    'filtered',
    'too-long',
    'too-large',
    'unsupported-media',
    'unprocessable',
    'out-of-time',
    'abandoned',
  ] as const)('ends with what is final: %s', async (kind) => {
    const { turns, served } = await run({ east: [failure(kind)] });
    expect(served).toBeInstanceOf(GatewayError);
    expect(served).toMatchObject({ message: `It is ${kind}.`, retryAfterMs: undefined });
    expect(turns).toEqual(['chat-east']);
  });

  it('goes elsewhere first even where a retry would need no wait at all', async () => {
    const { turns } = await run({ east: [failure('throttled', 0), 'late'], west: [failure('failed'), 'late'] });
    expect(turns.slice(0, 2)).toEqual(['chat-east', 'chat-west']);
  });

  it('tries again, when all have failed, the one that may be called soonest', async () => {
    const { turns, served } = await run({
      east: [failure('throttled', 2000)],
      west: [failure('throttled', 30), 'west served'],
    });
    expect(turns).toEqual(['chat-east', 'chat-west', 'chat-west']);
    expect(served).toMatchObject({ result: 'west served', attempts: 3 });
  });

  it('waits as long as the deployment asked', async () => {
    const startedMs = Date.now();
    await run({ east: [failure('throttled', 80), 'ok'] }, {}, 'chat-east');
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(79);
  });

  it('makes no more attempts than it may, over all deployments together', async () => {
    const { turns, served } = await run({ east: [failure('failed')], west: [failure('unavailable')] });
    expect(turns).toHaveLength(5);
    expect(served).toMatchObject({ code: 'upstream_failed' });
  });

  it('comes to an end where no credential can be read, though no attempt is ever made', async () => {
    let turns = 0;
    const serving = serve([tierOf('chat-east')], running.call(), running.parts, async () => {
      turns += 1;
      throw failure('no-credential');
    });
    await expect(serving).rejects.toMatchObject({ code: 'secret_unavailable', status: 503 });
    expect(turns).toBe(5);
  });

  it('does not begin a wait that would pass the deadline, and tells the caller to wait instead', async () => {
    const startedMs = Date.now();
    const { turns, served } = await run({ east: [failure('throttled', 45_000)], west: [failure('throttled', 60_000)] });
    expect(turns).toEqual(['chat-east', 'chat-west']);
    expect(served).toMatchObject({ code: 'rate_limit_exceeded', retryAfterMs: 45_000 });
    expect(Date.now() - startedMs).toBeLessThan(1000);
  });

  it('tells of the throttle that could be waited out, not of the dead deployment that came last', async () => {
    const { served } = await run({ east: [failure('throttled', 45_000)], west: [failure('credential-refused')] });
    expect(served).toMatchObject({ code: 'rate_limit_exceeded', retryAfterMs: 45_000 });
  });

  it('does not call a deployment that other calls know to be throttled beyond the deadline', async () => {
    running.parts.states.of({ name: 'chat-east' }).throttledUntilMs = Date.now() + 60_000;
    const { turns, served } = await run({}, {}, 'chat-east');
    expect(turns).toEqual([]);
    expect(served).toMatchObject({ code: 'rate_limit_exceeded', message: expect.stringContaining('chat-east') });
    expect(served instanceof GatewayError ? served.retryAfterMs : 0).toBeGreaterThan(55_000);
  });

  it('never retries what can never fit, and asks nobody to wait for it', async () => {
    const { turns, served } = await run({ east: [failure('never-fits', 86_400_000)] }, {}, 'chat-east');
    expect(turns).toEqual(['chat-east']);
    expect(served).toMatchObject({ code: 'rate_limit_exceeded', retryAfterMs: undefined });
  });

  it('answers 502 when every deployment is dead, and never 401', async () => {
    const { served } = await run({ east: [failure('credential-refused')], west: [failure('forbidden')] });
    expect(served).toMatchObject({ status: 502, code: 'upstream_credential_refused', retryAfterMs: undefined });
  });

  it('never asks for a wait of nothing or less', async () => {
    const { served } = await run({ east: [failure('conflicting')] }, {}, 'chat-east');
    expect(served).toMatchObject({ code: 'conflict', retryAfterMs: undefined });
  });

  it('says that the deadline has passed when nothing could be tried', async () => {
    const { turns, served } = await run({}, { startedMs: Date.now() - 60_000 });
    expect(turns).toEqual([]);
    expect(served).toMatchObject({ code: 'deadline_exceeded', status: 504 });
  });

  it('says what failed when the deadline passed meanwhile', async () => {
    let nowMs = 1_000_000;
    await restart({ now: () => nowMs });
    const serving = serve([tierOf('chat-east', 'chat-west')], running.call(), running.parts, async () => {
      nowMs += 10_000;
      throw failure('timed-out');
    });
    await expect(serving).rejects.toMatchObject({ code: 'upstream_timeout' });
  });

  it('makes no attempt for a caller who has gone', async () => {
    const { turns, served } = await run({}, { gone: AbortSignal.abort() });
    expect(turns).toEqual([]);
    expect(served).toMatchObject({ code: 'caller_gone' });
  });

  it('makes no attempt after the caller went, not even after a wait', async () => {
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 20);
    const { turns, served } = await run({ east: [failure('throttled', 4000)] }, { gone: caller.signal }, 'chat-east');
    expect(turns).toEqual(['chat-east']);
    expect(served).toMatchObject({ code: 'caller_gone' });
  });

  it('lets a bug through as it is, untried again', async () => {
    const bug = new TypeError('undefined is not a function');
    const { turns, served } = await run({ east: [bug] });
    expect(served).toBe(bug);
    expect(turns).toEqual(['chat-east']);
  });

  it('leaves a throttled deployment alone in the calls that follow', async () => {
    await run({ east: [failure('throttled', 60_000)] });
    expect((await run({})).turns).toEqual(['chat-west']);
  });

  it.each(['credential-refused', 'forbidden', 'deployment-missing'] as const)(
    'avoids a deployment for a minute: %s',
    async (kind) => {
      let nowMs = 1_000_000;
      await restart({ now: () => nowMs });
      await run({ east: [failure(kind)] });
      expect((await run({})).turns).toEqual(['chat-west']);
      nowMs += 60_001;
      expect((await run({})).turns).toEqual(['chat-east']);
    },
  );

  it('does not hold it against a deployment that the request was at fault', async () => {
    await run({ east: [failure('refused')] });
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now())).toMatchObject({
      errorCount: 0,
      requestCount: 1,
    });
    await run({ east: [failure('throttled', 1), failure('failed'), 'ok'] }, {}, 'chat-east');
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now())).toMatchObject({
      errorCount: 2,
      requestCount: 3,
    });
  });

  it('logs each failed attempt once, with what a support case needs', async () => {
    const refused = new UpstreamFailure('failed', 'x', { status: 500, upstreamRequestId: 'apim-1' });
    await run({ east: [refused] });
    expect(running.log.of('attempt-failed')).toEqual([
      {
        level: 'warn',
        event: 'attempt-failed',
        requestId: 'request-1',
        deployment: 'chat-east',
        attempt: 1,
        failure: 'failed',
        status: 500,
        retryAfterMs: undefined,
        upstreamRequestId: 'apim-1',
      },
    ]);
  });
});
