import prometheus from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCallFamilies, type CallFamilies } from '../../../../shared/telemetry/metrics/call-families.ts';
import { createClosedLabels } from '../../../../shared/telemetry/metrics/closed-labels.ts';
import { configuredNames, endedCall } from '../../../setup/ended-call.ts';
import { lintPrometheus } from '../../../setup/lint-prometheus.ts';
import { samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

let registry: prometheus.Registry;
let families: CallFamilies;
beforeEach(() => {
  registry = new prometheus.Registry();
  families = createCallFamilies(prometheus, registry, createClosedLabels(configuredNames));
});

const text = () => {
  families.showCosts();
  return registry.metrics();
};

describe('the families of calls', () => {
  it('count a call by who made it, what served it and how it ended', async () => {
    families.ended(endedCall());
    families.ended(endedCall());
    expect(samplesOf(await text(), 'sluice_calls_total')).toMatchObject([
      {
        labels: [
          ['caller', 'team-a'],
          ['model', 'gpt-4o'],
          ['deployment', 'east'],
          ['operation', 'chat'],
          ['outcome', 'completed'],
          ['cache', 'miss'],
        ],
        value: 2,
      },
    ]);
  });

  it('count its tokens by kind, and none that were not used', async () => {
    families.ended(endedCall({ cacheWriteTokens: 0 }));
    const kinds = samplesOf(await text(), 'sluice_tokens_total').map(({ labels, value }) => [
      labels.at(-1)?.[1],
      value,
    ]);
    expect(kinds).toEqual([
      ['input', 10],
      ['cached', 4],
      ['output', 5],
      ['reasoning', 2],
    ]);
  });

  it('tell a cost of nothing from one that is unknown', async () => {
    families.ended(endedCall({ costNanoDollars: 0, listNanoDollars: 700 }));
    families.ended(endedCall({ costNanoDollars: null }));
    const shown = await text();
    expect(samplesOf(shown, 'sluice_cost_dollars_total')).toMatchObject([{ value: 0 }]);
    expect(sumOf(shown, 'sluice_prepaid_list_dollars_total')).toBe(7e-7);
    expect(sumOf(shown, 'sluice_unpriced_calls_total')).toBe(1);
  });

  it('say how long calls and first outputs took, in seconds', async () => {
    families.ended(endedCall({ latencyMs: 1_500, firstOutputMs: 200 }));
    families.ended(endedCall({ latencyMs: 300, firstOutputMs: null }));
    const shown = await text();
    expect(sumOf(shown, 'sluice_call_duration_seconds_sum')).toBeCloseTo(1.8);
    expect(sumOf(shown, 'sluice_call_duration_seconds_bucket', { le: '0.5' })).toBe(1);
    expect(sumOf(shown, 'sluice_time_to_first_token_seconds_count')).toBe(1);
  });

  it('say why calls were refused or cut, and whose tokens Sluice counted', async () => {
    families.ended(endedCall({ outcome: 'refused', errorCode: 'model_not_found', deployment: null, model: 'made up' }));
    families.ended(endedCall({ outcome: 'cut', errorCode: 'upstream_malformed', estimated: true }));
    const shown = await text();
    expect(sumOf(shown, 'sluice_call_errors_total', { model: 'other', code: 'model_not_found' })).toBe(1);
    expect(sumOf(shown, 'sluice_calls_total', { model: 'other', deployment: 'none', outcome: 'refused' })).toBe(1);
    expect(sumOf(shown, 'sluice_call_errors_total', { model: 'gpt-4o', code: 'upstream_malformed' })).toBe(1);
    expect(sumOf(shown, 'sluice_estimated_calls_total')).toBe(1);
    expect(lintPrometheus(shown)).toEqual([]);
  });
});
