import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost, type Host } from '../../local/host/start-host.ts';
import { sharedBreakerStalenessMs } from '../../shared/resilience/shared-breakers.ts';
import { testedAppRoot } from '../setup/tested-app-root.ts';
import { runsRedis, startRedis, type RedisServer } from '../setup/redis.ts';
import { routed } from '../setup/routed.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

describe.runIf(runsRedis)('two instances of the app on one Redis', () => {
  let redis: RedisServer;
  let first: RunningApp;
  let second: Host;
  beforeAll(async () => {
    redis = await startRedis();
    first = await startApp({
      ...routed({ cache: { ttlSeconds: 600 } }),
      breaker: { minimumCalls: 3, failureRatio: 0.05, openMs: 60_000 },
      env: { SLUICE_REDIS_URL: redis.url },
    });
    second = await startHost({ appRoot: testedAppRoot, quiet: true, env: first.env });
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
    await redis?.stop();
  });

  let questions = 0;
  const newQuestion = () => `Question ${(questions += 1)}?`;

  async function ask(url: string, content: string) {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'api-key': first.key },
      body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 2 }),
    });
    await answer.arrayBuffer();
    const header = (name: string) => answer.headers.get(`x-sluice-${name}`);
    return {
      status: answer.status,
      cache: header('cache'),
      deployment: header('deployment'),
      attempts: header('attempts'),
    };
  }

  const explainedBy = async (url: string) =>
    (await fetch(`${url}/v1/explain?model=gpt-4o`, { headers: { 'api-key': first.key } })).text();

  /** Resolves when what the first keeps is found by the second: both are connected. */
  const bothConnected = async () => {
    await expect
      .poll(
        async () => {
          const content = newQuestion();
          await ask(first.url, content);
          return (await ask(second.url, content)).cache;
        },
        { timeout: 15_000, interval: 100 },
      )
      .toBe('hit');
  };

  it('share answers, and go on without Redis and with it again', async () => {
    await bothConnected();
    await redis.stop();
    for (const { url } of [first, second, first]) {
      const startedMs = performance.now();
      expect(await ask(url, newQuestion())).toMatchObject({ status: 200, deployment: 'chat-east', attempts: '1' });
      expect(performance.now() - startedMs).toBeLessThan(3_000);
    }
    await redis.start();
    await bothConnected();
  });

  it('leave a dead deployment alone in both within the stated staleness of what one found out', async () => {
    await bothConnected();
    first.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', status: 503 } });
    for (let calls = 0; calls < 3; calls += 1) await ask(first.url, newQuestion());
    expect(await explainedBy(first.url)).toContain('breaker open');
    const openedMs = performance.now();
    // Asked often, so that what is measured is the sharing and not the asking.
    await expect.poll(() => explainedBy(second.url), { timeout: 5_000, interval: 10 }).toContain('breaker open');
    expect(performance.now() - openedMs).toBeLessThan(sharedBreakerStalenessMs);
    const { calls } = first.simulator.counts().byDeployment['chat-east'] ?? { calls: 0 };
    for (const { url } of [second, first, second])
      expect(await ask(url, newQuestion())).toMatchObject({ status: 200, deployment: 'chat-west', attempts: '1' });
    expect(first.simulator.counts().byDeployment['chat-east']?.calls).toBe(calls);
  });
});
