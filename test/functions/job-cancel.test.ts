import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/job-cancel.ts'));
});
afterAll(() => app.stop());

describe('the function job-cancel', () => {
  it('asks for a key or a token itself', () => {
    expect(app.registered).toEqual({
      name: 'job-cancel',
      route: 'v1/jobs/{id}/cancel',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
  });

  it('knows no job where there is no storage for any', async () => {
    const path = '/v1/jobs/job_01a1fd123965-523bb38a57-a698f69c62/cancel';
    const answer = await app.call(path, { method: 'POST' });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([404, 'job_not_found']);
    expect((await app.call(path, { method: 'POST', key: undefined })).status).toBe(401);
  });
});
