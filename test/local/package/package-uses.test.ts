import { describe, expect, it } from 'vitest';
import { usesAmong, type LockedPackage } from '../../../local/package/package-uses.ts';

const asking = (...names: string[]): LockedPackage => ({
  dependencies: Object.fromEntries(names.map((name) => [name, '1'])),
  devDependencies: {},
  optionalDependencies: {},
  peerDependencies: {},
});

const lock: Record<string, LockedPackage> = {
  '': { ...asking('a', '@scope/b'), devDependencies: { shown: '1', tool: '1' } },
  'node_modules/a': { ...asking('gone'), optionalDependencies: { c: '1' }, peerDependencies: { absent: '1' } },
  'node_modules/@scope/b': asking('c', 'a'),
  'node_modules/@scope/b/node_modules/c': asking(),
  'node_modules/c': asking('a'),
  'node_modules/gone': asking('d'),
  'node_modules/d': asking(),
  'node_modules/shown': asking(),
  'node_modules/tool': asking('d'),
};
const bundled = new Set(Object.keys(lock).filter((folder) => !/^$|gone$|tool$/.test(folder)));

describe('usesAmong', () => {
  it.each([
    ['', ['node_modules/@scope/b', 'node_modules/a', 'node_modules/shown']],
    ['node_modules/a', ['node_modules/c', 'node_modules/d']],
    ['node_modules/@scope/b', ['node_modules/@scope/b/node_modules/c', 'node_modules/a']],
    ['node_modules/c', ['node_modules/a']],
    ['node_modules/d', []],
  ])('of %j are %j', (folder, uses) => {
    expect(usesAmong(folder, bundled, lock)).toEqual(uses);
  });
});
