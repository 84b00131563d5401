import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/budgets.ts'), {
    caller: { limits: { requestsPerMinute: 7 }, budgets: [{ dollars: 2.5, per: 'month' }] },
  });
});
afterAll(() => app.stop());

describe('the function budgets', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({ name: 'budgets', route: 'v1/budgets', methods: ['GET'], authLevel: 'anonymous' });
    expect((await app.call('/v1/budgets', { key: undefined })).status).toBe(401);
  });

  it('tells how the caller’s own stand', async () => {
    const { caller, data } = await jsonOf(await app.call('/v1/budgets'));
    expect(caller).toBe('tests');
    expect(data).toMatchObject([{ unit: 'dollars', budget: 2.5, remaining: 2.5 }]);
  });

  it('tells nobody but an admin caller of another’s', async () => {
    const refused = await app.call('/v1/budgets?caller=other');
    expect([refused.status, (await jsonOf(refused)).error]).toMatchObject([
      403,
      { code: 'admin_required', param: 'caller', message: "Only an admin caller sees others' budgets." },
    ]);
  });
});
