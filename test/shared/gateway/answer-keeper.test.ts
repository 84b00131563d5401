import { afterEach, describe, expect, it } from 'vitest';
import { cacheKey } from '../../../shared/cache/cache-key.ts';
import type { ModelRoute } from '../../../shared/config/config.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { AnswerKeeper } from '../../../shared/gateway/answer-keeper.ts';
import { connectRedis } from '../../../shared/redis/connect-redis.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { runsRedis, startRedis } from '../../setup/redis.ts';
import { routed } from '../../setup/routed.ts';

let running: GatewayParts;
afterEach(() => running.stop());

const semantic = { embeddingModel: 'text-embedding-3-small', threshold: 0.9 };
const start = async (cache: object = {}, more: GatewayPartsOptions = {}) => {
  running = await startGatewayParts({ ...routed({ cache: { ttlSeconds: 60, ...cache } }), ...more });
};
const chat = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Why?' }] };
const keeperOf = (...[redis]: [ConstructorParameters<typeof AnswerKeeper>[1]?]) =>
  new AnswerKeeper(running.config, redis, async () => new Float32Array([1, 0]), running.log, Date.now);
const route = (alias = 'gpt-4o'): ModelRoute => running.config.models.get(alias) ?? expect.unreachable(alias);

function questionOf(
  keeper: AnswerKeeper,
  members: Partial<ModelRoute> = {},
  call: Parameters<GatewayParts['call']>[0] = {},
) {
  const asked = { ...route(), ...members };
  const { cache = expect.unreachable('The route keeps nothing.') } = asked;
  return keeper.questionOf(chat, 'gpt-4o', asked, cache, running.call(call));
}

const answer = {
  kind: 'whole' as const,
  body: Buffer.from('{}'),
  usage: undefined,
  storedAtMs: Date.now(),
  deployment: 'chat-east',
};

describe('AnswerKeeper', () => {
  it('asks a question in the caller’s own name, and in the route’s where callers share', async () => {
    await start();
    expect(questionOf(keeperOf()).scope).toEqual({ caller: 'tests' });
    await running.stop();
    await start({ shared: true });
    expect(questionOf(keeperOf()).scope).toEqual({ shared: 'gpt-4o' });
  });

  it('asks another question when other deployments may serve it, or another provider only', async () => {
    await start();
    const keeper = keeperOf();
    const versions = [
      questionOf(keeper),
      questionOf(keeper, { deployments: route().deployments.slice(1) }),
      questionOf(keeper, { model: 'gpt-4.1' }),
      questionOf(keeper, {}, { provider: 'azure-openai' }),
    ].map(({ policyVersion }) => policyVersion);
    expect(new Set(versions).size).toBe(versions.length);
    expect(questionOf(keeper)).toEqual(questionOf(keeper));
  });

  it('compares by meaning only where the route says so, each route for itself', async () => {
    await start({ semantic });
    const keeper = keeperOf();
    const [own, other] = [route(), { ...route(), alias: 'other' }];
    const { cache = expect.unreachable('The route keeps nothing.') } = own;
    expect(keeper.semanticOf(own, cache)).toBe(keeper.semanticOf(own, cache));
    expect(keeper.semanticOf(own, cache)).not.toBe(keeper.semanticOf(other, cache));
    expect(keeper.semanticOf(own, { ...cache, semantic: undefined })).toBeUndefined();
  });

  it('tells what kept answers take of memory', async () => {
    await start();
    const keeper = keeperOf();
    expect(keeper.memory()).toEqual({ bytes: 0, answers: 0 });
    await keeper.answers.put('key', answer, { ttlMs: 60_000, staleForMs: 0 });
    expect(keeper.memory()).toMatchObject({ answers: 1 });
    expect(keeper.memory()?.bytes).toBeGreaterThan(2);
  });

  it('keeps nothing when no memory is given to it', async () => {
    await start({}, { env: { SLUICE_CACHE_BYTES: '0' } });
    const { answers } = keeperOf();
    await answers.put('key', answer, { ttlMs: 60_000, staleForMs: 0 });
    expect(await answers.get('key')).toBeUndefined();
  });

  it('lets those who joined begin anew when the first ran out of its own time, and at no other failure', async () => {
    await start();
    for (const [code, runs] of [
      ['deadline_exceeded', 2],
      ['upstream_failed', 1],
    ] as const) {
      const keeper = keeperOf();
      let count = 0;
      const work = (): Promise<never> => {
        count += 1;
        return Promise.reject(new GatewayError(code, 'No.'));
      };
      const { signal } = new AbortController();
      await Promise.allSettled([keeper.plain.run('key', signal, work), keeper.plain.run('key', signal, work)]);
      expect(count).toBe(runs);
    }
  });

  it('has a secret that instances share where they share a store, and one of its own where not', async () => {
    await start({}, { env: { SLUICE_REDIS_URL: 'redis://127.0.0.1:1' } });
    const question = questionOf(keeperOf());
    expect(cacheKey(keeperOf().secret, question)).toBe(cacheKey(keeperOf().secret, question));
    await running.stop();
    await start();
    expect(cacheKey(keeperOf().secret, question)).not.toBe(cacheKey(keeperOf().secret, question));
  });

  describe.runIf(runsRedis)('with Redis', () => {
    it('keeps answers for all instances, and goes on without it', async () => {
      const server = await startRedis();
      await start({}, { env: { SLUICE_REDIS_URL: server.url } });
      const connect = () =>
        connectRedis({ url: server.url, commandTimeoutMs: 500, keyPrefix: '{sluice}:', log: running.log });
      const [one, two] = [connect(), connect()];
      const [first, second] = [keeperOf(one), keeperOf(two)];
      const found = async () => {
        await first.answers.put('key', answer, { ttlMs: 60_000, staleForMs: 0 });
        return (await second.answers.get('key'))?.answer.deployment;
      };
      // The connections are made behind the calls.
      await expect.poll(found).toBe('chat-east');
      await server.stop();
      expect(await second.answers.get('key')).toBeUndefined();
      expect(running.log.of('cache-failed').length).toBeGreaterThan(0);
      await Promise.all([one.close(), two.close()]);
    });
  });
});
