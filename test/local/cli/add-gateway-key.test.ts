import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { addGatewayKey } from '../../../local/cli/add-gateway-key.ts';

const key = { id: 'abcdefghij', sha256: 'a'.repeat(64) };

it('adds a key to a caller, or the caller with it, and changes nothing else', () => {
  const file = { $schema: 'x', callers: { a: { keys: [{ id: 'first' }], admin: true } }, models: { m: '%NAME%' } };
  expect(JSON.parse(addGatewayKey(JSON.stringify(file), 'g.json', 'a', key))).toEqual({
    ...file,
    callers: { a: { keys: [{ id: 'first' }, key], admin: true } },
  });
  expect(JSON.parse(addGatewayKey('{}', 'g.json', 'b', key))).toEqual({ callers: { b: { keys: [key] } } });
});

it('keeps every member where it stood', () => {
  const before = '{ "$schema": "x", "models": {}, "callers": { "b": {}, "a": { "admin": true, "keys": [] } }, "z": 1 }';
  const after = JSON.parse(addGatewayKey(before, 'g.json', 'a', key));
  expect(JSON.stringify(after)).toBe(JSON.stringify(JSON.parse(before)).replace('[]', JSON.stringify([key])));
});

it.each(['…', '...'])('takes the place of keys whose hash is the %s of an example, and of no other', (dots) => {
  const keys = [{ id: dots, sha256: dots }, { id: 'first' }];
  const after = addGatewayKey(JSON.stringify({ callers: { a: { keys }, b: { keys } } }), 'g.json', 'a', key);
  expect(JSON.parse(after)).toEqual({ callers: { a: { keys: [{ id: 'first' }, key] }, b: { keys } } });
});

it('leaves the lines of a formatted file as they were', () => {
  const before = readFileSync('local/gateway.json', 'utf8');
  const after = addGatewayKey(before, 'g.json', 'team-b', key);
  expect(after.split('\n').length - before.split('\n').length).toBeLessThan(5);
  expect(after.endsWith('}\n')).toBe(true);
});

it.each([
  ['{ "a": 1,, }', /g\.json:1:10/],
  ['{ "a": 1, "a": 2 }', /^a: expected each member once/],
  ['{ "callers": [] }', /^callers: expected an object/],
  ['[]', /^callers: expected an object/],
])('refuses to write into %s', (text, reason) => {
  expect(() => addGatewayKey(text, 'g.json', 'a', key)).toThrow(reason);
});
