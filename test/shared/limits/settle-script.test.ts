import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { admitScript } from '../../../shared/limits/admit-script.ts';
import { keepScript } from '../../../shared/limits/keep-script.ts';
import { settleScript } from '../../../shared/limits/settle-script.ts';
import { connected } from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

describe.runIf(runsRedis)('the script that settles', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  it('answers how many counters knew the lease, and leaves no trace of it', async () => {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    const sliding = [10, 4, 1, -1, 1_000, 60, 0, 0, 0];
    await redis.run(admitScript, ['a', 'b'], ['one', 30_000, 0, 'take', 600_000, 1_000, '', ...sliding, ...sliding]);
    expect(await redis.run(settleScript, ['a', 'b', 'c'], ['one', 0, 3, -1, 5])).toBe(2);
    expect(await redis.run(settleScript, ['a', 'b', 'c'], ['one', 0, 3, -1, 5])).toBe(0);
    expect(await redis.run(keepScript, ['a', 'b'], ['one', 30_000, 1, 600_000])).toBe(0);
    expect(await redis.get('c')).toBeUndefined();
  });

  it('remembers, where it is told to, what a lease was settled at', async () => {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    const sliding = [10, 4, 1, -1, 1_000, 60, 0, 0, 0];
    await redis.run(admitScript, ['a'], ['one', 30_000, 0, 'take', 600_000, 1_000, '', ...sliding]);
    expect(await redis.run(settleScript, ['a'], ['one', 60_000, 9])).toBe(1);
    expect(await redis.run(settleScript, ['a'], ['one', 60_000, 3])).toBe(0);
    expect(await redis.run(keepScript, ['a'], ['one', 30_000, 1, 600_000])).toBe(0);
    const look = ['look', 30_000, 0, 'look', 600_000, 1_000, 'one', ...sliding];
    expect([await redis.run(admitScript, ['a'], look)].flat().slice(2, 6)).toEqual([9, 0, expect.any(Number), 0]);
  });
});
