import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { counterScript } from '../../../shared/limits/counter-script.ts';
import { redisScript } from '../../../shared/redis/redis-script.ts';
import { connected } from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

describe.runIf(runsRedis)('the counter in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  async function run(body: string): Promise<unknown> {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    return redis.run(redisScript('test', counterScript + body), [randomUUID()], []);
  }

  it('goes by the clock of Redis, in milliseconds', async () => {
    const now = Number(await run('return now'));
    expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
  });

  it('writes large numbers in full', async () => {
    expect(await run('return { text(9007199254740991), text(-3), text(0) }')).toEqual(['9007199254740991', '-3', '0']);
  });

  it('reads back what it has saved', async () => {
    const body = `
local c = open(KEYS[1])
c.from, c.last, c.due, c.warned = 3, 4, 5, true
change(c, 2, 100)
change(c, 4, 9)
save(c, '@a', format({ state = 'r', amount = 9, slice = 4, ends = 5, charged = 9, held = 9 }))
local d, l = open(KEYS[1]), parse(redis.call('HGET', KEYS[1], '@a'))
return { d.used, d.held, d.from, d.last, d.due, d.warned and 1 or 0, l.state, l.amount, l.held, redis.call('HGET', KEYS[1], '#4') }`;
    expect(await run(body)).toEqual([9, 0, 3, 4, 5, 1, 'r', 9, 9, '9']);
  });
});
