import { expect, it } from 'vitest';
import { createClosedLabels } from '../../../../shared/telemetry/metrics/closed-labels.ts';
import { configuredNames } from '../../../setup/ended-call.ts';

const closed = createClosedLabels(configuredNames);

it('keeps the names of the configuration', () => {
  expect([closed.caller('team-a'), closed.model('gpt-4o'), closed.deployment('west')]).toEqual([
    'team-a',
    'gpt-4o',
    'west',
  ]);
});

it('takes a deployment that is asked for by its own name as a model', () => {
  expect(closed.model('east')).toBe('east');
});

it('says other of every name that the configuration does not have', () => {
  const made = Array.from({ length: 5_000 }, (_, index) => `made-up-${index}`);
  const values = made.flatMap((name) => [closed.caller(name), closed.model(name), closed.deployment(name)]);
  expect(new Set(values)).toEqual(new Set(['other']));
});

it('says none where nothing served', () => {
  expect(closed.deployment(null)).toBe('none');
});
