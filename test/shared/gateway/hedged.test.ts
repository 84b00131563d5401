import { describe, expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import { hedged } from '../../../shared/gateway/hedged.ts';
import type { Turn } from '../../../shared/gateway/take-turn.ts';
import { BreakerPermit } from '../../../shared/resilience/breaker-permit.ts';
import type { FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const [east, west] = [deploymentOf({ name: 'east' }), deploymentOf({ name: 'west' })];

/** A turn of east, and of west after `afterMs`, whose ends the test plays. */
function contest(afterMs = 1, hasSecond = true) {
  const gone = new AbortController();
  const call: Call = {
    requestId: 'request-1',
    caller: { name: 'tests', keys: [], admin: false },
    keyId: 'key0000001',
    gone: gone.signal,
    startedMs: 0,
    cacheControl: parseCacheControl(undefined),
  };
  const started: string[] = [];
  const lost: [string, Turn<string>][] = [];
  const bothRun = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const ends = new Map(['east', 'west'].map((name) => [name, Promise.withResolvers<Turn<string>>()]));
  const cancelled: string[] = [];
  const turn = hedged<string>(
    east,
    call,
    afterMs,
    ({ name }, { gone: signal }) => {
      started.push(name);
      if (name === 'west') bothRun.resolve();
      const end = ends.get(name);
      signal.addEventListener('abort', () => {
        cancelled.push(name);
        end?.resolve(failed(name, 'abandoned'));
      });
      return end?.promise ?? Promise.reject(new Error(name));
    },
    {
      second: () => {
        asked.resolve();
        return hasSecond ? west : undefined;
      },
      onLost: ({ name }, ended) => void lost.push([name, ended]),
    },
  );
  const end = (name: string, ended: Turn<string>) => ends.get(name)?.resolve(ended);
  return { turn, started, lost, cancelled, bothRun: bothRun.promise, asked: asked.promise, end, ends, gone };
}

const deploymentNamed = (name: string) => (name === 'east' ? east : west);
const failed = (name: string, kind: FailureKind): Turn<string> => ({
  failures: [{ deployment: deploymentNamed(name), failure: new UpstreamFailure(kind, kind) }],
});
const won = (name: string): Turn<string> => ({
  result: `${name} served`,
  deployment: deploymentNamed(name),
  permit: new BreakerPermit(0, () => {}),
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('hedged', () => {
  it('starts no second when the first answers in time, or fails in time', async () => {
    for (const outcome of [won('east'), failed('east', 'failed'), failed('east', 'refused')]) {
      const { turn, started, end } = contest(60_000);
      end('east', outcome);
      expect(await turn).toBe(outcome);
      expect(started).toEqual(['east']);
    }
  });

  it('starts a second when the first is slow, serves from it when it is faster, and cancels the first', async () => {
    const { turn, bothRun, end, cancelled, lost } = contest();
    await bothRun;
    end('west', won('west'));
    expect(await turn).toMatchObject({ result: 'west served' });
    await settle();
    expect(cancelled).toEqual(['east']);
    expect(lost).toMatchObject([['east', { failures: [{ failure: { kind: 'abandoned' } }] }]]);
  });

  it('serves from the first when that is faster after all, and cancels the second', async () => {
    const { turn, bothRun, end, cancelled } = contest();
    await bothRun;
    end('east', won('east'));
    expect(await turn).toMatchObject({ result: 'east served' });
    expect(cancelled).toEqual(['west']);
  });

  it('tells of a result that came too late', async () => {
    const { turn, bothRun, end, lost } = contest();
    await bothRun;
    end('west', won('west'));
    end('east', won('east'));
    await turn;
    await settle();
    expect(lost).toHaveLength(1);
    expect(lost[0]?.[1]).toMatchObject({ result: expect.stringContaining('served') });
  });

  it('goes on with the first alone when nobody may be second', async () => {
    const { turn, started, asked, end } = contest(1, false);
    await asked;
    end('east', won('east'));
    expect(await turn).toMatchObject({ result: 'east served' });
    expect(started).toEqual(['east']);
  });

  it('waits for the other when one fails, and hands on what the failed one found out', async () => {
    const { turn, bothRun, end, lost } = contest();
    await bothRun;
    end('east', failed('east', 'throttled'));
    await settle();
    end('west', won('west'));
    expect(await turn).toMatchObject({ result: 'west served' });
    await settle();
    expect(lost).toMatchObject([['east', { failures: [{ failure: { kind: 'throttled' } }] }]]);
  });

  it('gives the failures of both when both fail', async () => {
    const { turn, bothRun, end } = contest();
    await bothRun;
    end('west', failed('west', 'unavailable'));
    end('east', failed('east', 'failed'));
    expect(await turn).toMatchObject({
      failures: [{ failure: { kind: 'failed' } }, { failure: { kind: 'unavailable' } }],
    });
  });

  it('lets no other deployment outrun a refusal that is final', async () => {
    const { turn, bothRun, end, cancelled } = contest();
    await bothRun;
    end('east', failed('east', 'filtered'));
    expect(await turn).toMatchObject({ failures: [{ failure: { kind: 'filtered' } }] });
    expect(cancelled).toEqual(['west']);
  });

  it('cancels both when the caller hangs up', async () => {
    const { turn, bothRun, gone, cancelled } = contest();
    await bothRun;
    gone.abort();
    expect(await turn).toMatchObject({
      failures: [{ failure: { kind: 'abandoned' } }, { failure: { kind: 'abandoned' } }],
    });
    expect(cancelled.toSorted()).toEqual(['east', 'west']);
  });

  it('lets a bug through, in time and late', async () => {
    const bug = new TypeError('no');
    const early = contest(60_000);
    early.ends.get('east')?.reject(bug);
    await expect(early.turn).rejects.toBe(bug);
    const late = contest();
    await late.bothRun;
    late.ends.get('east')?.reject(bug);
    late.end('west', failed('west', 'failed'));
    await expect(late.turn).rejects.toBe(bug);
  });
});
