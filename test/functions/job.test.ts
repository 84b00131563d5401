import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/job.ts'));
});
afterAll(() => app.stop());

describe('the function job', () => {
  it('asks for a key or a token itself', () => {
    expect(app.registered).toEqual({
      name: 'job',
      route: 'v1/jobs/{id}',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
  });

  it('knows no job where there is no storage for any', async () => {
    const path = '/v1/jobs/job_01a1fd123965-523bb38a57-a698f69c62';
    const answer = await app.call(path, { method: 'GET' });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([404, 'job_not_found']);
    expect((await app.call(path, { method: 'GET', key: undefined })).status).toBe(401);
  });
});
