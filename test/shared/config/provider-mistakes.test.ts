import { describe, expect, it } from 'vitest';
import { providerMistakes } from '../../../shared/config/provider-mistakes.ts';

const key = { setting: 'KEY' };
const mistakesOf = (upstream: object, deployment: object = {}) =>
  providerMistakes({
    upstreams: { there: upstream },
    models: { m: { deployments: [{ upstream: 'there', deployment: 'd', ...deployment }] } },
  });

describe('providerMistakes', () => {
  it.each([
    [
      'Azure at its address',
      { endpoint: 'https://a.example', apiVersion: 'v1', credential: { managedIdentity: true } },
    ],
    ['OpenAI', { provider: 'openai', credential: key }],
    ['Anthropic', { provider: 'anthropic', credential: { keyVaultSecret: 'claude-key' } }],
    ['an unknown provider, which the schema refuses', { provider: 'elsewhere', credential: key }],
  ])('finds none in %s', (_what, upstream) => {
    expect(mistakesOf(upstream)).toEqual([]);
  });

  it('wants the address of an Azure resource', () => {
    expect(mistakesOf({ credential: key })).toEqual([
      {
        path: 'upstreams.there.endpoint',
        message: "expected the resource's address, such as https://my-resource.openai.azure.com",
        seen: 'nothing',
      },
    ]);
  });

  it.each(['openai', 'anthropic'])('wants no managed identity and no api version of %s', (provider) => {
    const found = mistakesOf(
      { provider, apiVersion: 'v1', credential: { managedIdentity: true } },
      { apiVersion: '2024-10-21' },
    );
    expect(found.map(({ path, seen }) => [path, seen])).toEqual([
      ['upstreams.there.apiVersion', '"v1"'],
      ['upstreams.there.credential', undefined],
      ['models.m.deployments[0].apiVersion', '"2024-10-21"'],
    ]);
    expect(found.map(({ message }) => message).join()).toContain(`${provider} takes no managed identity`);
  });

  it('leaves a file alone that is no gateway file', () => {
    expect(providerMistakes(null)).toEqual([]);
    expect(providerMistakes({ upstreams: { a: 1 } })).toHaveLength(1);
  });
});
