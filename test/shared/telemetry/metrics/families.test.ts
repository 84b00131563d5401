import prometheus from 'prom-client';
import { expect, it } from 'vitest';
import { createFamilies } from '../../../../shared/telemetry/metrics/families.ts';
import { configuredNames, endedCall } from '../../../setup/ended-call.ts';
import { lintPrometheus } from '../../../setup/lint-prometheus.ts';
import { samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

const figures = { requestsInFlight: 1, deployments: [], limits: { isStoreUp: true, waiting: 0 } };

it('shows all families, those of the process too, in good order however often it is asked', async () => {
  const families = createFamilies(prometheus, configuredNames, '1.2.3');
  families.ended(endedCall());
  await families.text(figures);
  const text = await families.text(figures);
  expect(samplesOf(text, 'sluice_build_info')).toMatchObject([
    {
      labels: [
        ['version', '1.2.3'],
        ['node', process.version],
      ],
      value: 1,
    },
  ]);
  expect(sumOf(text, 'sluice_cost_dollars_total')).toBe(0.000_012_345);
  expect(sumOf(text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(sumOf(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
  expect(lintPrometheus(text)).toEqual([]);
});

it('shares nothing with other families of the same process', async () => {
  createFamilies(prometheus, configuredNames, '1').ended(endedCall());
  expect(samplesOf(await createFamilies(prometheus, configuredNames, '1').text(figures), 'sluice_calls_total')).toEqual(
    [],
  );
  expect(await prometheus.register.metrics()).not.toContain('sluice_');
});
