import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/config/config.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { aliasOf } from '../../../shared/gateway/alias-of.ts';

const config = loadConfig({
  readFile: () => '',
  env: {
    KEY: 'k'.repeat(32),
    SLUICE_GATEWAY_JSON: JSON.stringify({
      upstreams: { east: { endpoint: 'http://127.0.0.1:9', credential: { setting: 'KEY' } } },
      models: {
        'gpt-4o': { deployments: [{ name: 'east-4o', upstream: 'east', deployment: 'prod' }] },
        'gpt-4o-mini': { deployments: [{ name: 'mini', upstream: 'east', deployment: 'prod' }] },
      },
      callers: { anyone: { keys: [{ id: 'a'.repeat(10), sha256: '0'.repeat(64) }] } },
    }),
  },
});
const anyone: Caller = { name: 'anyone', keys: [], admin: false };
const onlyMini: Caller = { ...anyone, models: new Set(['gpt-4o-mini']) };

describe('aliasOf', () => {
  it.each([
    ['an alias is its own', 'gpt-4o', anyone, 'gpt-4o'],
    ['a deployment’s own name is of the model it serves', 'mini', anyone, 'gpt-4o-mini'],
    ['a name that several have on a resource is of the first', 'prod', anyone, 'gpt-4o'],
    ['of those, the first that the caller may use', 'prod', onlyMini, 'gpt-4o-mini'],
    ['where the caller may use none, the first', 'east-4o', onlyMini, 'gpt-4o'],
    ['what is no name stays as it is', 'gpt-9', anyone, 'gpt-9'],
  ])('%s', (_what, model, caller, expected) => {
    expect(aliasOf(model, config, caller)).toBe(expected);
  });
});
