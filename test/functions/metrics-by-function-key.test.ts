import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/metrics-by-function-key.ts'));
});
afterAll(() => app.stop());

describe('the function metrics-by-function-key', () => {
  it('leaves it to Functions whom it lets in, by a function key', async () => {
    expect(app.registered).toEqual({
      name: 'metrics-by-function-key',
      route: 'metrics/by-function-key',
      methods: ['GET'],
      authLevel: 'function',
    });
    const answer = await app.call('/metrics/by-function-key', { key: undefined });
    expect([answer.status, (await answer.text()).includes('# TYPE sluice_calls_total counter')]).toEqual([200, true]);
  });
});
