import { describe, expect, it } from 'vitest';

import { loadBicepParser } from '../../../local/infra/bicep-parser.ts';
import { evaluate } from '../../../local/infra/evaluate-expression.ts';
import { readBicepFile } from '../../../local/infra/read-bicep-file.ts';

const names: Readonly<Record<string, readonly unknown[]>> = {};

async function valueOf(expression: string) {
  const parse = await loadBicepParser();
  const [variable] = readBicepFile('a.bicep', parse(`var a = ${expression}\n`)).variables;
  if (variable?.value === undefined) throw new Error(`${expression} is no expression`);
  return evaluate(variable.value, {
    functions: {},
    valueOf: (name) => {
      if (name === 'list') return [{ n: 'x', v: 1 }, { n: 'y' }];
      throw new Error(`nothing declares ${name} ${Object.keys(names).join()}`);
    },
  });
}

describe('an expression', () => {
  it.each([
    ["'it\\'s ${1}${true}\\n'", "it's 1true\n"],
    ["'${'a'}-${['b']}'", 'a-["b"]'],
    ['-3', -3],
    ["true && !false ? 'yes' : 'no'", 'yes'],
    ["1 == 2 || 'a' != 'b'", true],
    ['list[0].v * 2', 2],
    ["list[1].?v ?? 'none'", 'none'],
    ['[for item in list: item.n]', ['x', 'y']],
    ["[for (item, at) in list: '${at}${item.n}']", ['0x', '1y']],
    ['map(list, item => item.n)', ['x', 'y']],
    ["filter(list, item => item.n == 'x')", [{ n: 'x', v: 1 }]],
    ["map(list, item => item.?v == null ? 'no' : 'v')", ['v', 'no']],
    ["map(list, item => map(['p'], other => '${other}${item.n}'))", [['px'], ['py']]],
    ['toObject(list, item => item.n, item => { is: item.?v })', { x: { is: 1 }, y: { is: null } }],
    ['union([1, 2], [2, 3])', [1, 2, 3]],
    ['union({ a: { b: 1 } }, { a: { c: 2 } })', { a: { b: 1, c: 2 } }],
    ["empty('') && empty([]) && empty({}) && !empty([1])", true],
    ["contains('abc', 'b') && contains(['a'], 'a') && contains({ k: 1 }, 'k')", true],
    ['string({ a: [1, true, null] })', '{"a":[1,true,null]}'],
    ["last(split('a/b/c', '/'))", 'c'],
    ['flatten([[1], [2, 3]])', [1, 2, 3]],
    ["concat(['a'], [], ['b'])", ['a', 'b']],
    ["{ 'a-b': 1, '${'c'}': 2 // why\n }", { 'a-b': 1, c: 2 }],
    ['range(1, 3)', [1, 2, 3]],
  ])('%s is worked out', async (expression, value) => {
    expect(await valueOf(expression)).toEqual(value);
  });

  it('does not look at the side of a condition that does not hold', async () => {
    expect(await valueOf("empty(list) ? list[9].n.m : 'fine'")).toBe('fine');
  });

  it.each([
    ['sin(1)', /no notion of the function sin/],
    ['list[0].other', /list\[0\]\.other is not there/],
    ['missing', /nothing declares missing/],
    ['1 > 2', /no notion of >/],
    ["map('text', x => x)", /expected an array/],
  ])('%s is refused', async (expression, reason) => {
    await expect(valueOf(expression)).rejects.toThrow(reason);
  });
});
