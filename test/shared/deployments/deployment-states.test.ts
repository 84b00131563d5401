import { expect, it } from 'vitest';
import { DeploymentStates } from '../../../shared/deployments/deployment-states.ts';

it('keeps one state for each deployment name', () => {
  const states = new DeploymentStates();
  states.of({ name: 'east' }).succeeded(5);
  expect(states.of({ name: 'east' })).toBe(states.of({ name: 'east' }));
  expect(states.of({ name: 'east' }).snapshot(0).requestCount).toBe(1);
  expect(states.of({ name: 'west' }).snapshot(0).requestCount).toBe(0);
});
