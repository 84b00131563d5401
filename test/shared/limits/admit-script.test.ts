import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { admitScript } from '../../../shared/limits/admit-script.ts';
import { connected } from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

// What it admits is specified, with the other scripts, in limit-store.test.ts; here is the form of what it is told and says.
describe.runIf(runsRedis)('the script that admits', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  const sliding = [10, 4, 1, -1, 1_000, 60, 0, 0, 0];
  const terms = (id: string, purpose = 'take') => [id, 30_000, 0, purpose, 600_000, 1_000, ''];

  it('answers for each claim: used, held, reset, wait and first warning', async () => {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    const now = Date.now();
    const calendar = [10, 4, 1, 3, 0, now - 60_000, now + 3_600_000, now + 7_200_000, 0];
    const answer = await redis.run(admitScript, ['a', 'b'], [...terms('one'), ...sliding, ...calendar]);
    expect(answer).toEqual([1, expect.any(Number), 4, 0, expect.any(Number), 0, 0, 4, 4, expect.any(Number), 0, 1]);
  });

  it('says that the clock is outside the periods it was given, and does nothing', async () => {
    const redis = await connected(server);
    onTestFinished(() => redis.close());
    const past = [10, 4, 1, -1, 0, 1_000, 2_000, 3_000, 0];
    expect(await redis.run(admitScript, ['a', 'b'], [...terms('one'), ...sliding, ...past])).toEqual([
      -1,
      expect.any(Number),
    ]);
    const [, , used] = [await redis.run(admitScript, ['a'], [...terms('look', 'look'), ...sliding])].flat();
    expect(used).toBe(0);
  });
});
