import { Counter, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createDollarSums } from '../../../../shared/telemetry/metrics/dollar-sums.ts';
import { sumOf } from '../../../setup/parse-prometheus.ts';

it('keeps sums to the billionth of a dollar, however many amounts they are of', async () => {
  const registry = new Registry();
  const sums = createDollarSums(
    new Counter({ name: 'cost_dollars_total', help: 'Cost.', labelNames: ['caller'], registers: [registry] }),
  );
  for (let call = 0; call < 10_000; call += 1) {
    sums.add({ caller: 'a' }, 100_000_001);
    sums.add({ caller: 'b' }, 3);
  }
  sums.show();
  sums.show();
  const text = await registry.metrics();
  expect(sumOf(text, 'cost_dollars_total', { caller: 'a' })).toBe(1_000.000_01);
  expect(Math.round(sumOf(text, 'cost_dollars_total', { caller: 'b' }) * 1e9)).toBe(30_000);
});
