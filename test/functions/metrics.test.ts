import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/metrics.ts'), { caller: { admin: true } });
});
afterAll(() => app.stop());

describe('the function metrics', () => {
  it('is open to an admin caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({ name: 'metrics', route: 'metrics', methods: ['GET'], authLevel: 'anonymous' });
    expect((await app.call('/metrics', { key: undefined })).status).toBe(401);
    const answer = await app.call('/metrics');
    expect([answer.status, (await answer.text()).includes('# TYPE sluice_calls_total counter')]).toEqual([200, true]);
  });
});
