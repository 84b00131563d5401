import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerUsage } from '../../../shared/http/usage-route.ts';
import { jsonOf, startFunctionApp, type FunctionApp } from '../../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../../functions/usage.ts'));
});
afterAll(() => app.stop());

it('answers CSV where the query or the request asks for it, and JSON otherwise', async () => {
  expect(answerUsage).toBeTypeOf('function');
  const typeOf = async (path: string, headers: Record<string, string> = {}) =>
    (await app.call(path, { headers })).headers.get('content-type');
  expect(await typeOf('/v1/usage')).toBe('application/json');
  expect(await typeOf('/v1/usage?format=csv')).toContain('text/csv');
  expect(await typeOf('/v1/usage', { accept: 'text/csv' })).toContain('text/csv');
  expect(await typeOf('/v1/usage?format=json', { accept: 'text/csv' })).toBe('application/json');
});

it.each(['format=xml', 'limit=1&limit=2', 'nonsense=1', 'from=tomorrow'])('refuses %s', async (query) => {
  const answer = await app.call(`/v1/usage?${query}`);
  const { error } = await jsonOf(answer);
  expect([answer.status, error.code, error.param]).toEqual([400, 'invalid_request', query.split('=')[0]]);
});
