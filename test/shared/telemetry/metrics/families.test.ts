import prometheus from 'prom-client';
import { expect, it } from 'vitest';
import { createFamilies } from '../../../../shared/telemetry/metrics/families.ts';
import { configuredNames, endedCall } from '../../../setup/ended-call.ts';
import { lintPrometheus } from '../../../setup/lint-prometheus.ts';
import { parsePrometheus, samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

const build = { version: '1', replica: 'a1b2c3d4' };
const figures = { requestsInFlight: 1, deployments: [], limits: { isStoreUp: true, waiting: 0 } };

it('shows all families, those of the process too, in good order however often it is asked', async () => {
  const families = createFamilies(prometheus, configuredNames, { version: '1.2.3', replica: 'a1b2c3d4' });
  families.ended(endedCall());
  await families.text(figures);
  const text = await families.text(figures);
  expect(samplesOf(text, 'sluice_build_info')).toMatchObject([
    {
      labels: [
        ['version', '1.2.3'],
        ['node', process.version],
        ['replica', 'a1b2c3d4'],
      ],
      value: 1,
    },
  ]);
  expect(sumOf(text, 'sluice_cost_dollars_total')).toBe(0.000_012_345);
  expect(sumOf(text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(sumOf(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
  expect(lintPrometheus(text)).toEqual([]);
});

it('says of every series which process counted it, so that another at the same address does not reset it', async () => {
  const [one, other] = ['one', 'other'].map((replica) =>
    createFamilies(prometheus, configuredNames, { version: '1', replica }),
  );
  one?.ended(endedCall());
  one?.ended(endedCall());
  other?.ended(endedCall());
  const texts = await Promise.all([one?.text(figures), other?.text(figures)]);
  const all = texts.flatMap((text) => parsePrometheus(text ?? '')).filter((line) => line.kind === 'sample');
  const series = all.map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(series).size).toBe(series.length);
  expect(texts.map((text) => sumOf(text ?? '', 'sluice_calls_total', {}))).toEqual([2, 1]);
  expect(sumOf(texts.join(''), 'sluice_calls_total', { replica: 'other' })).toBe(1);
});

it('shares nothing with other families of the same process', async () => {
  createFamilies(prometheus, configuredNames, build).ended(endedCall());
  expect(
    samplesOf(await createFamilies(prometheus, configuredNames, build).text(figures), 'sluice_calls_total'),
  ).toEqual([]);
  expect(await prometheus.register.metrics()).not.toContain('sluice_');
});
