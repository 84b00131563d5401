import { expect, it } from 'vitest';
import { servesOperation } from '../../../shared/upstream/serves-operation.ts';

it.each([
  ['azure-openai', 'v1', 'responses', true],
  ['azure-openai', '2024-10-21', 'responses', false],
  ['openai', 'v1', 'responses', true],
  ['openai', 'v1', 'embeddings', true],
  ['anthropic', 'v1', 'chat/completions', true],
  ['anthropic', 'v1', 'embeddings', false],
  ['anthropic', 'v1', 'audio/speech', false],
] as const)('%s on %s serves %s: %s', (provider, apiVersion, operation, expected) => {
  expect(servesOperation({ provider, apiVersion }, operation)).toBe(expected);
});
