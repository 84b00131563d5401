import prometheus from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createInstanceFamilies } from '../../../../shared/telemetry/metrics/instance-families.ts';
import type { InstanceFigures } from '../../../../shared/telemetry/metrics/instance-figures.ts';
import { lintPrometheus } from '../../../setup/lint-prometheus.ts';
import { samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

const figures: InstanceFigures = {
  requestsInFlight: 3,
  deployments: [
    { name: 'east', circuit: 'open', credential: 'failed', credentialReads: 2 },
    { name: 'west', circuit: 'half-open', credential: 'stale', credentialReads: 0 },
  ],
  isStoreUp: false,
  limits: { isStoreUp: true, waiting: 4 },
  cache: { bytes: 1_000, answers: 2 },
  ledger: { inMemory: 5, spooledSegments: 6, written: 7, lost: 8, isStoreDown: true },
  telemetryDropped: { spans: 9, events: 0, calls: 10 },
};

async function shown(...each: readonly InstanceFigures[]): Promise<string> {
  const registry = new prometheus.Registry();
  const show = createInstanceFamilies(prometheus, registry);
  each.forEach(show);
  return registry.metrics();
}

describe('the families of an instance', () => {
  it('say how it stands now', async () => {
    const text = await shown(figures);
    expect(sumOf(text, 'sluice_circuit_state', { deployment: 'east' })).toBe(2);
    expect(sumOf(text, 'sluice_circuit_state', { deployment: 'west' })).toBe(1);
    expect(sumOf(text, 'sluice_credential_state', { deployment: 'east' })).toBe(3);
    expect(sumOf(text, 'sluice_credential_refreshes_total', { deployment: 'east' })).toBe(2);
    const values = Object.entries({
      sluice_http_requests_in_flight: 3,
      sluice_store_up: 0,
      sluice_limit_store_up: 1,
      sluice_calls_waiting: 4,
      sluice_cache_bytes: 1_000,
      sluice_cache_answers: 2,
      sluice_ledger_store_up: 0,
      sluice_ledger_memory_records: 5,
      sluice_ledger_spooled_segments: 6,
      sluice_ledger_written_records_total: 7,
      sluice_ledger_lost_records_total: 8,
    });
    expect(values.map(([name]) => [name, sumOf(text, name)])).toEqual(values);
    expect(sumOf(text, 'sluice_telemetry_dropped_total', { what: 'spans' })).toBe(9);
    expect(samplesOf(text, 'sluice_telemetry_dropped_total')).toHaveLength(3);
    expect(lintPrometheus(text)).toEqual([]);
  });

  it('replace what they said before', async () => {
    const text = await shown(figures, { ...figures, requestsInFlight: 1, isStoreUp: true });
    expect(samplesOf(text, 'sluice_http_requests_in_flight')).toMatchObject([{ value: 1 }]);
    expect(sumOf(text, 'sluice_credential_refreshes_total')).toBe(2);
    expect(sumOf(text, 'sluice_telemetry_dropped_total')).toBe(19);
    expect(sumOf(text, 'sluice_store_up')).toBe(1);
  });

  it('have no series for what there is not', async () => {
    const { requestsInFlight, deployments, limits } = figures;
    const text = await shown({ requestsInFlight, deployments, limits });
    for (const name of [
      'sluice_store_up',
      'sluice_cache_bytes',
      'sluice_ledger_store_up',
      'sluice_ledger_lost_records_total',
      'sluice_telemetry_dropped_total',
    ]) {
      expect(samplesOf(text, name), name).toEqual([]);
    }
  });
});
