import { expect, it } from 'vitest';
import { expandSettings, settingMistake } from '../../../shared/config/expand-settings.ts';

it('puts app settings in place of their names, anywhere in any string', () => {
  const tree = { a: '%HOST%/east', b: ['%A%%B%', 1, null, true], c: { d: 'plain' } };
  expect(expandSettings(tree, { HOST: 'http://h', A: '1', B: '2' })).toEqual({
    tree: { a: 'http://h/east', b: ['12', 1, null, true], c: { d: 'plain' } },
    mistakes: [],
  });
});

it('leaves alone what only resembles a name', () => {
  const tree = { a: '100%', b: '50% of 80%', c: '%20%', d: '%%' };
  expect(expandSettings(tree, {})).toEqual({ tree, mistakes: [] });
});

it('does not expand what an app setting itself says', () => {
  expect(expandSettings('%A%', { A: '%B%', B: 'secret' }).tree).toBe('%B%');
});

it('reports each setting that is missing, empty or unresolved, where it is named', () => {
  const env = { EMPTY: '', UNRESOLVED: '@Microsoft.KeyVault(SecretUri=https://v/secrets/s)' };
  const { tree, mistakes } = expandSettings({ a: '%GONE%', b: ['%EMPTY%', 'x%UNRESOLVED%'] }, env);
  expect(tree).toEqual({ a: '%GONE%', b: ['%EMPTY%', 'x%UNRESOLVED%'] });
  expect(mistakes).toEqual([
    { path: 'a', message: 'expected the app setting GONE to be set' },
    { path: 'b[0]', message: 'expected the app setting EMPTY to be set' },
    {
      path: 'b[1]',
      message:
        "expected the app setting UNRESOLVED to be resolved, but it still holds a Key Vault reference: let the app's identity read that secret, then restart the app",
    },
  ]);
});

it('finds nothing wrong with a setting that holds a value', () => {
  expect(settingMistake({ A: 'x' }, 'A')).toBeUndefined();
});

it('takes no setting from what every object has', () => {
  expect(expandSettings('%constructor%', {}).mistakes).toHaveLength(1);
});
