import { describe, expect, it } from 'vitest';
import { queryOf, readRequestPath, writeRequestPath } from '../../../local/host/request-path.ts';

describe('readRequestPath', () => {
  it.each([
    ['/', '/'],
    ['/a%20b?c=%20', '/a b'],
    ['/a%2Fb%2fc', '/a%2Fb%2fc'],
    ['/a/./b/../c', '/a/c'],
    ['/a/%2E%2e/b', '/b'],
    ['/../../a', '/a'],
    ['/a/..', '/'],
    ['/a//b/', '/a//b/'],
    ['/%zz%', '/%zz%'],
    ['/%FF', '/%FF'],
    ['/%E2%82%AC', '/€'],
    ['/a%00', undefined],
  ])('reads %s as %s', (url, path) => {
    expect(readRequestPath(url)).toBe(path);
  });
});

describe('writeRequestPath', () => {
  it.each([
    ['/a b', '/a%20b'],
    ['/a%2Fb', '/a%252Fb'],
    ['/€;:@', '/%E2%82%AC;:@'],
    ['/what?#', '/what%3F%23'],
  ])('writes %s as %s', (path, written) => {
    expect(writeRequestPath(path)).toBe(written);
  });
});

describe('queryOf', () => {
  it('keeps the question mark, and is empty without one', () => {
    expect(queryOf('/a?b=c?d')).toBe('?b=c?d');
    expect(queryOf('/a')).toBe('');
  });
});
