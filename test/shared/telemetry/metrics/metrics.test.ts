import prometheus from 'prom-client';
import { describe, expect, it, vi } from 'vitest';
import { Metrics, type MetricsOptions } from '../../../../shared/telemetry/metrics/metrics.ts';
import { configuredNames, endedCall } from '../../../setup/ended-call.ts';
import { samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

const figures = { requestsInFlight: 1, deployments: [], limits: { isStoreUp: true, waiting: 0 } };

/** Metrics whose library comes when the test says so. */
function metricsWith(options: Partial<MetricsOptions> = {}) {
  const { promise, resolve } = Promise.withResolvers<typeof prometheus>();
  const load = vi.fn<NonNullable<MetricsOptions['load']>>(() => promise);
  const metrics = new Metrics({ names: configuredNames, version: '1', load, ...options });
  return { metrics, load, arrive: () => resolve(prometheus) };
}

describe('Metrics', () => {
  it('loads nothing before anything is counted', () => {
    const { load } = metricsWith({ loadAfterMs: 0 });
    expect(load).not.toHaveBeenCalled();
  });

  it('loads its library a moment after the first note, once', async () => {
    const { metrics, load, arrive } = metricsWith({ loadAfterMs: 1 });
    arrive();
    metrics.ended(endedCall());
    metrics.ended(endedCall());
    expect(load).not.toHaveBeenCalled();
    await expect.poll(() => load.mock.calls.length).toBe(1);
    expect(sumOf(await metrics.text(figures), 'sluice_calls_total')).toBe(2);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('does not wait for a moment when it is scraped first', async () => {
    const { metrics, arrive } = metricsWith({ loadAfterMs: 60_000 });
    arrive();
    metrics.ended(endedCall());
    expect(sumOf(await metrics.text(figures), 'sluice_calls_total')).toBe(1);
  });

  it('loses nothing that is counted while the library comes, in its order', async () => {
    const { metrics, arrive } = metricsWith();
    metrics.ended(endedCall());
    const scrape = metrics.text(figures);
    metrics.attempted('east', 'succeeded');
    metrics.movedOn('east', 'west');
    metrics.paced('east');
    metrics.credentialReplaced('east');
    metrics.circuitOpened('east');
    metrics.answered('chat-completions', 200);
    metrics.limitRefused('team-a', 'token_rate');
    metrics.limitNoticed('team-a', 'near');
    arrive();
    await scrape;
    metrics.ended(endedCall());
    const text = await metrics.text(figures);
    expect(sumOf(text, 'sluice_calls_total')).toBe(2);
    const once = ['attempts', 'failovers', 'paced_attempts', 'credential_replacements', 'circuit_openings'];
    for (const name of [...once, 'http_requests', 'limit_refusals', 'limit_notices']) {
      expect(sumOf(text, `sluice_${name}_total`), name).toBe(1);
    }
  });

  it('counts the error of a request unless the record of a call counts it', async () => {
    const metrics = new Metrics({ names: configuredNames, version: '1', replica: 'a1b2c3d4' });
    const [ofCall, ofRequest] = [new Error('of a call'), new Error('of a request')];
    metrics.noteCounted(ofCall);
    metrics.requestRefused('model_not_found', ofCall);
    metrics.requestRefused('invalid_json', ofRequest);
    expect(samplesOf(await metrics.text(figures), 'sluice_requests_refused_total')).toMatchObject([
      {
        labels: [
          ['code', 'invalid_json'],
          ['replica', 'a1b2c3d4'],
        ],
        value: 1,
      },
    ]);
  });

  it('are of one process from its start to its end, and of another than any other’s', async () => {
    const replicasOf = async (metrics: Metrics) =>
      (await metrics.text(figures)).match(/^sluice_build_info\{.*replica="([0-9a-f]{8})"\}/m)?.[1];
    const [one, other] = [1, 2].map(() => new Metrics({ names: configuredNames, version: '1' }));
    if (one === undefined || other === undefined) return expect.unreachable('There are two.');
    const first = await replicasOf(one);
    expect(first).toBeDefined();
    expect(await replicasOf(one)).toBe(first);
    expect(await replicasOf(other)).not.toBe(first);
  });

  it('does not wait for its moment where many notes come at once', async () => {
    const { metrics, load } = metricsWith({ loadAfterMs: 60_000 });
    for (let call = 0; call < 1_000; call += 1) metrics.ended(endedCall());
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('holds no more than 10,000 notes while its library does not come, and tries again at the next scrape', async () => {
    let isThere = false;
    const load = () => (isThere ? Promise.resolve(prometheus) : Promise.reject(new Error('not there')));
    const { metrics } = metricsWith({ load });
    await expect(metrics.text(figures)).rejects.toThrow('not there');
    for (let call = 0; call < 10_500; call += 1) metrics.answered('chat', 200);
    await expect(metrics.text(figures)).rejects.toThrow('not there');
    isThere = true;
    expect(sumOf(await metrics.text(figures), 'sluice_http_requests_total')).toBe(10_000);
  });

  it('has no say in what a call becomes: a library that fails is nobody’s error', async () => {
    const load = vi.fn<NonNullable<MetricsOptions['load']>>(() => Promise.reject(new Error('not there')));
    const { metrics } = metricsWith({ load, loadAfterMs: 0 });
    expect(() => metrics.ended(endedCall())).not.toThrow();
    await expect.poll(() => load.mock.calls.length).toBe(1);
  });
});
