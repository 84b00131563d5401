import { expect, it } from 'vitest';
import { upstreamSchema } from '../../../shared/config/upstream-schema.ts';

const upstream = { endpoint: 'https://east.example', credential: { managedIdentity: true } };

it('is an Azure OpenAI resource on v1 unless it says otherwise', () => {
  expect(upstreamSchema.parse(upstream)).toEqual({ ...upstream, provider: 'azure-openai', apiVersion: 'v1' });
});

it('needs an endpoint and a credential', () => {
  expect(upstreamSchema.safeParse({}).error?.issues.map(({ path }) => path)).toEqual([['endpoint'], ['credential']]);
});

it('knows no other provider', () => {
  const { error } = upstreamSchema.safeParse({ ...upstream, provider: 'elsewhere' });
  expect(error?.issues[0]?.message).toBe('expected azure-openai');
});
