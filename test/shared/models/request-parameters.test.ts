import { expect, it } from 'vitest';
import { findModel } from '../../../shared/models/catalogue.ts';
import { requestParametersFor } from '../../../shared/models/request-parameters.ts';

it.each([
  ['gpt-4o', 'max_tokens', 'accepted', []],
  ['gpt-4.1-mini', 'max_tokens', 'accepted', []],
  ['gpt-5-mini', 'max_completion_tokens', 'refused', ['minimal', 'low', 'medium', 'high']],
  ['o3-mini', 'max_completion_tokens', 'refused', ['low', 'medium', 'high']],
  ['gpt-5-chat', 'max_tokens', 'accepted', []],
  ['gpt-5.6-sol', 'max_completion_tokens', 'with-effort-none', ['none', 'low', 'medium', 'high', 'xhigh', 'max']],
  ['gpt-8-unheard-of', 'max_completion_tokens', 'refused', []],
] as const)('says what %s takes', (name, tokenParameter, temperature, reasoningEfforts) => {
  expect(requestParametersFor(findModel(name))).toEqual({ tokenParameter, temperature, reasoningEfforts });
});

it('goes by the name where an entry is silent', () => {
  const silent = { source: 'override' };
  expect(requestParametersFor({ ...silent, name: 'o7' }).tokenParameter).toBe('max_completion_tokens');
  expect(requestParametersFor({ ...silent, name: 'plain' }).temperature).toBe('accepted');
});
