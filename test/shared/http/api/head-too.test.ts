import { expect, it } from 'vitest';
import { apiOperations } from '../../../../shared/http/api/api-operations.ts';
import { headToo } from '../../../../shared/http/api/head-too.ts';
import { registeredRoutes } from '../../../setup/registered-routes.ts';

it('is said of every operation whose function registers HEAD, and of no other', () => {
  const described = new Set(apiOperations.map(({ functionName }) => functionName));
  const registered = registeredRoutes().filter(
    ({ functionName, methods }) => methods.includes('HEAD') && described.has(functionName),
  );
  const said = apiOperations.filter(({ description }) => description.includes(headToo));
  expect(new Set(said.map(({ functionName }) => functionName))).toEqual(
    new Set(registered.map(({ functionName }) => functionName)),
  );
});
