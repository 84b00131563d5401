import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/health.ts'));
});
afterAll(() => app.stop());

describe('the function health', () => {
  it('is open to anyone', () => {
    expect(app.registered).toEqual({
      name: 'health',
      route: 'health',
      methods: ['GET', 'HEAD'],
      authLevel: 'anonymous',
    });
  });

  it('says that the process lives, whatever its upstreams do, and asks none of them', async () => {
    await app.simulator.resources['east']?.stop();
    const answer = await app.call('/health', { key: undefined });
    expect([answer.status, await jsonOf(answer)]).toEqual([200, { status: 'alive' }]);
    expect(app.simulator.counts().calls).toBe(0);
  });
});
