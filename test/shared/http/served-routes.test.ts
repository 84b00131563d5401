import { describe, expect, it } from 'vitest';
import { findServedRoute, servedRoutes } from '../../../shared/http/served-routes.ts';
import { registeredRoutes } from '../../setup/registered-routes.ts';

describe('servedRoutes', () => {
  it('are those that the functions register, with their methods, save the catch-all’s', () => {
    const registered = registeredRoutes().filter(({ path }) => path !== '/{*path}');
    const methods = Map.groupBy(registered, ({ path }) => path);
    const expected = [...methods].map(([path, routes]) => [path, routes.flatMap((route) => route.methods).toSorted()]);
    expect(Object.entries(servedRoutes).map(([path, served]) => [path, served.toSorted()])).toEqual(
      expect.arrayContaining(expected),
    );
    expect(Object.keys(servedRoutes)).toHaveLength(expected.length);
  });
});

describe('findServedRoute', () => {
  it.each([
    ['/v1/models', '/v1/models'],
    ['/V1/Chat/Completions', '/v1/chat/completions'],
    ['/v1/models/gpt-4o', '/v1/models/{model}'],
    ['/v1/nonsense', undefined],
    ['/', undefined],
  ])('finds for %s the route %s', (path, expected) => {
    expect(findServedRoute(path.split('/').filter(Boolean))?.path).toBe(expected);
  });
});
