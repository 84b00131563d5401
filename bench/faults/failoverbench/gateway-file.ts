import { scenarios } from './scenarios.ts';

/**
 * The gateway file for the scenarios: what the rules allow every contestant (two retries, one fallback model, attempts
 * of at most 30 s), and two clocks of Sluice's own, 10 s to the first output and 15 s of silence. With a `scale` all of
 * it is so many times as fast, as the wall is.
 */
export function gatewayFileFor(wallUrl: string, scale: number, isWhole: boolean): object {
  const modelAt = (model: string, members: object) => ({
    model: 'gpt-4o',
    deployments: [{ name: model, upstream: 'wall', deployment: model }],
    whole: isWhole,
    ...members,
  });
  return {
    upstreams: { wall: { endpoint: wallUrl, credential: { setting: 'KEY' } } },
    models: {
      'fb-ok': modelAt('fb-ok', {}),
      'fb-ok-noprefill': modelAt('fb-ok-noprefill', {}),
      ...Object.fromEntries(
        scenarios.map(({ model, fallbackModel }) => [
          model,
          modelAt(model, { fallbacks: [fallbackModel], longerModel: fallbackModel }),
        ]),
      ),
    },
    retry: { maxAttempts: 3, baseBackoffMs: 1_000 / scale, maxBackoffMs: 32_000 / scale },
    breaker: { samplingMs: Math.max(1_000, 30_000 / scale), openMs: 2_000 / scale },
    timeouts: {
      connectMs: 1_000,
      firstOutputMs: 10_000 / scale,
      idleMs: 15_000 / scale,
      attemptMs: 30_000 / scale,
      deadlineMs: 100_000 / scale,
    },
  };
}
