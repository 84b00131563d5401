import { expect, it } from 'vitest';
import { parseGatewayJson } from '../../../shared/config/parse-gateway-json.ts';

it('answers the value of a sound text', () => {
  expect(parseGatewayJson('\uFEFF{ "a": [1] }', 'g.json')).toEqual({ tree: { a: [1] }, mistakes: [] });
});

it('names line and column of the fault, without quoting what stands there', () => {
  const { tree, mistakes } = parseGatewayJson('{\r\n  "key": hunter2\r\n}', 'g.json');
  expect(tree).toBeUndefined();
  expect(mistakes).toEqual([{ path: 'g.json:2:10', message: 'expected a value' }]);
});

it('reports every member that stands twice', () => {
  const { tree, mistakes } = parseGatewayJson('{ "models": {\n "a": 1,\n "a": 2 } }', 'g.json');
  expect(tree).toEqual({ models: { a: 2 } });
  expect(mistakes).toEqual([{ path: 'models.a', message: 'expected each member once, but it stands again at 3:2' }]);
});
