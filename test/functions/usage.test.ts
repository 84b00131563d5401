import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/usage.ts'));
});
afterAll(() => app.stop());

describe('the function usage', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({ name: 'usage', route: 'v1/usage', methods: ['GET'], authLevel: 'anonymous' });
    const refused = await app.call('/v1/usage', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('tells nobody but an admin caller of another’s', async () => {
    const refused = await app.call('/v1/usage?caller=other');
    expect([refused.status, (await jsonOf(refused)).error]).toMatchObject([
      403,
      { code: 'admin_required', param: 'caller' },
    ]);
  });

  it('answers records, or sums where it is asked for groups', async () => {
    expect(await jsonOf(await app.call('/v1/usage'))).toEqual({ object: 'usage.records', data: [], cursor: null });
    expect(await jsonOf(await app.call('/v1/usage?group_by=model'))).toMatchObject({ object: 'usage.sums', data: [] });
  });
});
