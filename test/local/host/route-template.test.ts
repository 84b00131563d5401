import { describe, expect, it } from 'vitest';
import { parseRouteTemplate } from '../../../local/host/route-template.ts';

describe('parseRouteTemplate', () => {
  it.each([
    ['v1/models', '/V1/Models', {}],
    ['v1/models', '/v1/models/', {}],
    ['v1/models', '/v1', undefined],
    ['v1/models', '/v1/models/x', undefined],
    ['v1//models', '/v1/models', {}],
    ['{a}/{b?}', '/x', { a: 'x' }],
    ['{a}/{b?}', '/x/y', { a: 'x', b: 'y' }],
    ['{a}', '/', undefined],
    ['{id:int}', '/12', { id: '12' }],
    ['{id:int}', '/x', undefined],
    ['files/{*rest}', '/files', {}],
    ['files/{*rest}', '/files/a//b/', { rest: 'a//b/' }],
    ['{*path}', '/', {}],
    ['{*path}', '/a', { path: 'a' }],
  ])('%s gives %s %j', (template, path, values) => {
    expect(parseRouteTemplate(template).match(path)).toEqual(values);
  });

  it.each(['a{b}', '{a:range(1,2)}', '{*rest}/more'])(
    'refuses %s, which it cannot read as the real host does',
    (template) => {
      expect(() => parseRouteTemplate(template)).toThrow('cannot read');
    },
  );
});
