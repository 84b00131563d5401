import { describe, expect, it } from 'vitest';
import { identityMistakes } from '../../../shared/config/identity-mistakes.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const app = '11111111-2222-3333-4444-55555555555a';
const entra = { tenantId: app, audience: 'api://sluice' };
const keys = [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }];

describe('identityMistakes', () => {
  it.each([
    ['keys alone', { callers: { a: { keys } } }],
    ['a token alone', { entra, callers: { a: { entra: [{ appId: app }] } } }],
    ['both', { entra, callers: { a: { keys, entra: [{ appId: app }] } } }],
    ['the function key alone', { functionKeyCaller: 'a', callers: { a: {} } }],
    [
      'an application and a role of the same word',
      { entra, callers: { a: { entra: [{ role: 'x' }, { group: 'x' }] } } },
    ],
    ['roles that differ in case', { entra, callers: { a: { entra: [{ role: 'x' }] }, b: { entra: [{ role: 'X' }] } } }],
    ['a tree that is none', 'nothing'],
  ])('finds none in a caller proven by %s', (_what, tree) => {
    expect(identityMistakes(tree)).toEqual([]);
  });

  it.each([
    ['a caller nothing proves', { callers: { a: {} } }, ['callers.a'], /nothing proves/],
    [
      'a token without a tenant',
      { callers: { a: { entra: [{ appId: app }] } } },
      ['callers.a.entra'],
      /top-level `entra`/,
    ],
    ['a tenant without a caller', { entra, callers: { a: { keys } } }, ['entra'], /every token is refused/],
    [
      'a function key for nobody',
      { functionKeyCaller: 'b', callers: { a: { keys } } },
      ['functionKeyCaller'],
      /callers a$/,
    ],
    [
      'one application for two callers, however written',
      { entra, callers: { a: { entra: [{ appId: app }] }, b: { entra: [{ appId: app.toUpperCase() }] } } },
      ['callers.b.entra[0].appId'],
      /also callers\.a\.entra\[0\]\.appId/,
    ],
    [
      'one role twice',
      { entra, callers: { a: { entra: [{ role: 'x' }, { role: 'x' }] } } },
      ['callers.a.entra[1].role'],
      /also/,
    ],
  ])('finds %s', (_what, tree, paths, words) => {
    const mistakes = identityMistakes(tree);
    expect(mistakes.map(({ path }) => path)).toEqual(paths);
    expect(mistakes[0]?.message).toMatch(words);
  });

  it('leaves to the schema what the schema says', () => {
    const broken = { entra, callers: { a: { entra: [{ appId: 7 }, 'x'] }, b: 5 }, functionKeyCaller: 7 };
    expect(identityMistakes(broken)).toEqual([]);
  });

  it('is part of what a gateway file is checked for', () => {
    const file = gatewayFile({ callers: { a: {} } });
    const load = () => loadConfig({ env: { SLUICE_GATEWAY_JSON: JSON.stringify(file) }, readFile: () => '' });
    expect(load).toThrow(/callers\.a: expected `keys` or `entra`/);
  });
});
