import { expect, it } from 'vitest';
import { modelSchema } from '../../../shared/config/model-schema.ts';

it('fills in what a deployment leaves open', () => {
  expect(modelSchema.parse({ deployments: [{ upstream: 'east', deployment: 'd' }] })).toEqual({
    deployments: [{ upstream: 'east', deployment: 'd', capacity: { provisioned: false }, priority: 1, weight: 1 }],
    strategy: 'weighted',
    fallbacks: [],
    simple: [],
    fit: 'refuse',
    whole: false,
  });
});

it('needs something to serve it', () => {
  expect(modelSchema.safeParse({ deployments: [] }).success).toBe(false);
  expect(modelSchema.safeParse({}).success).toBe(false);
});

it.each([
  [{ weight: -1 }],
  [{ priority: 1.5 }],
  [{ capacity: { tokensPerMinute: 0 } }],
  [{ capacity: { tpm: 5 } }],
  [{ deployment: 'a/b' }],
  [{ name: 'a b' }],
])('refuses a deployment with %j', (members) => {
  expect(modelSchema.safeParse({ deployments: [{ upstream: 'east', deployment: 'd', ...members }] }).success).toBe(
    false,
  );
});
