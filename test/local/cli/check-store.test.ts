import { describe, expect, it } from 'vitest';
import { checkStore } from '../../../local/cli/check-store.ts';
import { runsRedis, startRedis } from '../../setup/redis.ts';

describe('checkStore', () => {
  it.runIf(runsRedis)('writes to a Redis that is there, and says when it no longer is', async () => {
    const redis = await startRedis({ password: 'planted-password' });
    const url = redis.url.includes('@') ? redis.url : redis.url.replace('redis://', 'redis://:planted-password@');
    expect(await checkStore(url, Date.now)).toMatchObject({ state: 'ok', finding: 'Redis can be written' });
    await redis.stop();
    const failed = await checkStore(url, Date.now);
    expect(failed).toMatchObject({ state: 'failed', finding: expect.stringContaining('SLUICE_REDIS_URL') });
    expect(JSON.stringify(failed)).not.toContain('planted-password');
  });
});
