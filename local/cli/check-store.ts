import { connectRedis } from '../../shared/redis/connect-redis.ts';
import type { CheckResult } from './check-result.ts';

/** Writes and reads one value in Redis, and says what came of it. Never throws; the address, a secret, is not shown. */
export async function checkStore(url: string, now: () => number): Promise<CheckResult> {
  const startedAt = now();
  let reason = 'it does not answer';
  const redis = connectRedis({
    url,
    commandTimeoutMs: 2_000,
    keyPrefix: '{sluice}:check:',
    log: {
      info: () => {},
      warn: (_event, fields) => {
        reason = textOf(fields?.['error']) ?? reason;
      },
    },
  });
  try {
    await untilConnected(redis, startedAt + longestMs, now);
    await redis.set('value', 'written by config check', 1_000);
    return { state: 'ok', latencyMs: now() - startedAt, finding: 'Redis can be written' };
  } catch {
    const finding = `Redis: ${reason}. Check SLUICE_REDIS_URL, its password and the firewall`;
    return { state: 'failed', latencyMs: now() - startedAt, finding };
  } finally {
    await redis.close();
  }
}

async function untilConnected(redis: { state(): string }, endMs: number, now: () => number): Promise<void> {
  while (redis.state() === 'connecting' && now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const longestMs = 5_000;
