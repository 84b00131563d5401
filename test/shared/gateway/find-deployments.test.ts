import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/config/config.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { findDeployments, mayUse } from '../../../shared/gateway/find-deployments.ts';

const config = loadConfig({
  readFile: () => '',
  env: {
    KEY: 'k'.repeat(32),
    SLUICE_GATEWAY_JSON: JSON.stringify({
      upstreams: {
        east: { endpoint: 'http://127.0.0.1:9', credential: { setting: 'KEY' } },
        claude: { provider: 'anthropic', endpoint: 'http://127.0.0.1:9', credential: { setting: 'KEY' } },
      },
      models: {
        mixed: {
          deployments: [
            { name: 'mixed-azure', upstream: 'east', deployment: 'mixed-prod' },
            { name: 'mixed-claude', upstream: 'claude', deployment: 'claude-opus-4-6' },
          ],
        },
        'gpt-4o': {
          deployments: [
            { name: 'east-4o', upstream: 'east', deployment: 'prod' },
            { name: 'west-4o', upstream: 'east', deployment: 'gpt-4o-west', apiVersion: '2022-12-01' },
          ],
        },
        'gpt-4o-mini': { deployments: [{ name: 'mini', upstream: 'east', deployment: 'prod' }] },
        ancient: {
          deployments: [{ name: 'old', upstream: 'east', deployment: 'ancient-1', apiVersion: '2022-12-01' }],
        },
      },
      callers: { anyone: { keys: [{ id: 'a'.repeat(10), sha256: '0'.repeat(64) }] } },
    }),
  },
});
const anyone: Caller = { name: 'anyone', keys: [], admin: false };
const onlyMini: Caller = { ...anyone, models: new Set(['gpt-4o-mini']) };
const names = (model: string, caller = anyone, operation: 'chat/completions' | 'embeddings' = 'chat/completions') =>
  findDeployments(config, model, operation, caller).map(({ name }) => name);

describe('findDeployments', () => {
  it.each([
    ['an alias', 'ancient', 'embeddings', ['old']],
    ['the name of a deployment', 'east-4o', 'chat/completions', ['east-4o']],
    ['a name on a resource, of the first model that has it', 'prod', 'chat/completions', ['east-4o']],
    ['an alias, less those whose version lacks the operation', 'gpt-4o', 'chat/completions', ['east-4o']],
  ] as const)('finds by %s', (_what, model, operation, expected) => {
    expect(names(model, anyone, operation)).toEqual(expected);
  });

  it('leaves out what the caller may not use, also by the names behind an alias', () => {
    expect(names('prod', onlyMini)).toEqual(['mini']);
    expect(() => names('east-4o', onlyMini)).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', status: 403 }),
    );
    expect(() => names('gpt-4o', onlyMini)).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', param: 'model' }),
    );
  });

  it.each(['gpt-9', '', '__proto__', 'constructor'])('does not know the model %j', (model) => {
    expect(() => names(model)).toThrow(
      expect.objectContaining({ code: 'model_not_found', status: 404, param: 'model' }),
    );
  });

  it('says which api versions lack the operation when all do', () => {
    expect(() => names('ancient')).toThrow(/chat\/completions.*2022-12-01/);
    expect(() => names('ancient')).toThrow(expect.objectContaining({ code: 'unsupported_operation', status: 400 }));
  });
});

describe('mayUse', () => {
  it('is every model for a caller without a list, and the listed ones otherwise', () => {
    expect([mayUse(anyone, 'x'), mayUse(onlyMini, 'gpt-4o-mini'), mayUse(onlyMini, 'gpt-4o')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(mayUse({ ...anyone, models: new Set() }, 'gpt-4o')).toBe(false);
  });
});

describe('findDeployments among providers', () => {
  const of = (
    provider: 'azure-openai' | 'openai' | 'anthropic' | undefined,
    operation: 'chat/completions' | 'embeddings',
  ) => findDeployments(config, 'mixed', operation, anyone, provider).map(({ name }) => name);

  it('leaves out one that has no such operation', () => {
    expect(of(undefined, 'chat/completions')).toEqual(['mixed-azure', 'mixed-claude']);
    expect(of(undefined, 'embeddings')).toEqual(['mixed-azure']);
  });

  it('keeps to the provider that the call asks for', () => {
    expect(of('anthropic', 'chat/completions')).toEqual(['mixed-claude']);
    expect(() => of('anthropic', 'embeddings')).toThrow(/embeddings.*\(anthropic\)/);
    expect(() => of('openai', 'chat/completions')).toThrow(
      expect.objectContaining({ code: 'model_not_found', param: 'provider' }),
    );
  });
});
