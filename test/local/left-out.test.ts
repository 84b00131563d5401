import { expect, it } from 'vitest';
import { emptyClasses, leftOut } from '../../local/left-out.ts';

const source = `
export class Stream extends Base { static from() {} }
export async function* read(from) {}
export const write = (to) => to;
const own = 1;`;

it('leaves of a module names that tell, when called or made, that they are left out', async () => {
  const module = await loaded(leftOut(source));
  expect(Object.keys(module).toSorted()).toEqual(['Stream', 'read', 'write']);
  for (const [name, value] of Object.entries(module)) {
    expect(() => value()).toThrow(`${name} is left out of the build.`);
    expect(() => Reflect.construct(value, [])).toThrow(`${name} is left out of the build.`);
    expect({} instanceof value).toBe(false);
  }
});

it('makes classes that can be made and do nothing', async () => {
  const module = await loaded(emptyClasses(source));
  expect(Object.keys(module['Stream'] === undefined ? {} : Reflect.construct(module['Stream'], []))).toEqual([]);
});

it('leaves a module that only passes names on as it is', () => {
  const passing = `export { Stream } from './streaming.mjs';`;
  expect(emptyClasses(passing)).toBe(passing);
});

function loaded(code: string): Promise<Record<string, () => unknown>> {
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
