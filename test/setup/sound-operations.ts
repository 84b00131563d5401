import { expect } from 'vitest';
import type { ApiOperation } from '../../shared/http/api/api-operation.ts';
import { registeredRoutes } from './registered-routes.ts';

/**
 * Expects operations to be what their functions register: names, methods and paths; and to be complete: an example that
 * the schema takes, every parameter of the path, an answer of success.
 */
export function expectSoundOperations(operations: readonly ApiOperation[]): void {
  const routes = new Map(registeredRoutes().map((route) => [route.functionName, route]));
  for (const { id, functionName, method, path, access, parameters, request, answers } of operations) {
    const route = routes.get(functionName);
    expect({ id, path: route?.path, serves: route?.methods.includes(method.toUpperCase()) }).toEqual({
      id,
      path,
      serves: true,
    });
    expect({ id, authLevel: route?.authLevel }).toEqual({
      id,
      authLevel: access === 'function-key' ? 'function' : 'anonymous',
    });
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    expect({ id, example: request === undefined || request.schema.safeParse(request.example).success }).toEqual({
      id,
      example: true,
    });
    expect(Object.keys(answers).some((status) => status.startsWith('2'))).toBe(true);
  }
}
