import prometheus from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAttemptFamilies, type AttemptFamilies } from '../../../../shared/telemetry/metrics/attempt-families.ts';
import { createClosedLabels } from '../../../../shared/telemetry/metrics/closed-labels.ts';
import { configuredNames } from '../../../setup/ended-call.ts';
import { samplesOf, sumOf } from '../../../setup/parse-prometheus.ts';

let registry: prometheus.Registry;
let families: AttemptFamilies;
beforeEach(() => {
  registry = new prometheus.Registry();
  const { deployments } = configuredNames;
  families = createAttemptFamilies(prometheus, registry, createClosedLabels(configuredNames), deployments);
});

describe('the families of attempts', () => {
  it('count attempts by what came of them', async () => {
    families.attempted('east', 'throttled');
    families.attempted('east', 'succeeded');
    families.attempted('east', 'succeeded');
    const text = await registry.metrics();
    expect(sumOf(text, 'sluice_attempts_total', { deployment: 'east', result: 'succeeded' })).toBe(2);
    expect(sumOf(text, 'sluice_attempts_total', { deployment: 'east', result: 'throttled' })).toBe(1);
  });

  it('tell a retry from a fail-over, each at the deployment that failed', async () => {
    families.movedOn('east', 'east');
    families.movedOn('east', 'west');
    const text = await registry.metrics();
    expect(sumOf(text, 'sluice_retries_total', { deployment: 'east' })).toBe(1);
    expect(sumOf(text, 'sluice_failovers_total', { deployment: 'east' })).toBe(1);
    expect(sumOf(text, 'sluice_failovers_total', { deployment: 'west' })).toBe(0);
  });

  it.each([
    ['paced', 'sluice_paced_attempts_total'],
    ['credentialReplaced', 'sluice_credential_replacements_total'],
    ['circuitOpened', 'sluice_circuit_openings_total'],
  ] as const)('%s has a series for each deployment from the start', async (event, name) => {
    expect(samplesOf(await registry.metrics(), name).map(({ value }) => value)).toEqual([0, 0]);
    families[event]('west');
    expect(sumOf(await registry.metrics(), name, { deployment: 'west' })).toBe(1);
  });
});
