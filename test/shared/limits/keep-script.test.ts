import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { admitScript } from '../../../shared/limits/admit-script.ts';
import { keepScript } from '../../../shared/limits/keep-script.ts';
import { connected } from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

describe.runIf(runsRedis)('the script that keeps leases', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  it('answers how many counters know the lease', async () => {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    const sliding = [10, 4, 1, -1, 1_000, 60, 0, 0, 0];
    await redis.run(admitScript, ['a', 'b'], ['one', 30_000, 0, 'take', 600_000, 1_000, '', ...sliding, ...sliding]);
    expect(await redis.run(keepScript, ['a', 'b', 'c'], ['one', 30_000, 1, 600_000])).toBe(2);
    expect(await redis.run(keepScript, ['a', 'b'], ['other', 30_000, 1, 600_000])).toBe(0);
  });
});
