import { expect, it } from 'vitest';
import { upstreamSchema } from '../../../shared/config/upstream-schema.ts';

const upstream = { endpoint: 'https://east.example', credential: { managedIdentity: true } };

it('is an Azure OpenAI resource unless it says otherwise', () => {
  expect(upstreamSchema.parse(upstream)).toEqual({ ...upstream, provider: 'azure-openai' });
});

it('needs a credential', () => {
  expect(upstreamSchema.safeParse({}).error?.issues.map(({ path }) => path)).toEqual([['credential']]);
});

it.each(['openai', 'anthropic'])('may be of %s, which has an address of its own', (provider) => {
  const written = { provider, credential: { setting: 'KEY' } };
  expect(upstreamSchema.parse(written)).toEqual(written);
});

it('knows no other provider', () => {
  const { error } = upstreamSchema.safeParse({ ...upstream, provider: 'elsewhere' });
  expect(error?.issues[0]?.message).toBe('expected azure-openai, openai or anthropic');
});
