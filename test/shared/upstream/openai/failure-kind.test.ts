import { expect, it } from 'vitest';
import { openaiFailureKind } from '../../../../shared/upstream/openai/failure-kind.ts';

it.each([
  [429, { code: 'insufficient_quota', type: 'insufficient_quota' }, 'forbidden'],
  [429, { type: 'insufficient_quota' }, 'forbidden'],
  [429, { code: 'rate_limit_exceeded', type: 'tokens' }, undefined],
  [404, { code: 'model_not_found' }, 'deployment-missing'],
  [404, {}, undefined],
  [400, { code: 'context_length_exceeded' }, undefined],
])('reads a %i with %j as %s, and leaves the rest to what is so everywhere', (status, body, kind) => {
  expect(openaiFailureKind(status, body)).toBe(kind);
});
