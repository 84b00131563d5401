import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIngestion, type SimulatedIngestion } from '../../../local/azure/ingestion.ts';
import { issueSimulatedToken } from '../../../local/azure/simulated-token.ts';

let ingestion: SimulatedIngestion;
let closed: SimulatedIngestion;
beforeAll(async () => {
  [ingestion, closed] = await Promise.all([startIngestion(), startIngestion({ needsToken: true })]);
});
beforeEach(() => {
  ingestion.clear();
  ingestion.fail(undefined);
});
afterAll(() => Promise.all([ingestion.stop(), closed.stop()]));

const keyOf = ({ connectionString }: SimulatedIngestion) => /InstrumentationKey=([^;]+)/.exec(connectionString)?.[1];
const item = (more: object = {}) => ({
  name: 'Microsoft.ApplicationInsights.Request',
  time: '2026-11-21T12:00:00Z',
  iKey: keyOf(ingestion),
  tags: {},
  data: { baseType: 'RequestData', baseData: { name: 'POST /x' } },
  ...more,
});

function post(
  body: unknown,
  {
    path = '/v2.1/track',
    of = ingestion,
    headers = {},
  }: { path?: string; of?: typeof ingestion; headers?: object } = {},
): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', ca: readFileSync(of.caFile), headers: { ...headers } };
    const asked = request(`${of.url}${path}`, options, (response) => {
      void text(response).then((json) => resolve({ status: response.statusCode, body: JSON.parse(json) }));
    });
    asked.once('error', reject);
    asked.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describe('simulated ingestion', () => {
  it.each(['/v2.1/track', '/v2/track'])('takes items at %s, and keeps them', async (path) => {
    expect(await post([item(), item()], { path })).toEqual({
      status: 200,
      body: { itemsReceived: 2, itemsAccepted: 2, errors: [] },
    });
    expect(ingestion.envelopes()).toMatchObject([{ data: { baseData: { name: 'POST /x' } } }, {}]);
    expect(ingestion.texts()).toHaveLength(1);
  });

  it('refuses single items that are none, or of another key', async () => {
    const answer = await post([item(), item({ iKey: 'foreign' }), { name: 'half' }]);
    expect(answer).toMatchObject({
      status: 206,
      body: { itemsReceived: 3, itemsAccepted: 1, errors: [{ index: 1, statusCode: 400 }, { index: 2 }] },
    });
  });

  it.each([
    ['{}', '/v2.1/track', 400],
    ['no json', '/v2.1/track', 400],
    ['[]', '/v3/track', 404],
  ])('refuses %s at %s with %i', async (body, path, status) => {
    expect((await post(body, { path })).status).toBe(status);
  });

  it('judges tokens, and wants one where local authentication is off', async () => {
    const token = issueSimulatedToken({ aud: 'https://monitor.azure.com', exp: Date.now() / 1000 + 60, oid: 'me' });
    expect((await post([], { of: closed })).status).toBe(401);
    expect((await post([], { of: closed, headers: { authorization: `Bearer ${token}x` } })).status).toBe(401);
    expect((await post([], { of: closed, headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(closed.audiences()).toEqual(['https://monitor.azure.com']);
  });

  it('fails as it is told, until it is mended', async () => {
    ingestion.fail({ kind: 'status', status: 503 });
    const before = ingestion.requestCount();
    expect((await post([item()])).status).toBe(503);
    ingestion.fail(undefined);
    expect((await post([item()])).status).toBe(200);
    expect([ingestion.requestCount() - before, ingestion.envelopes().length]).toEqual([2, 1]);
  });

  it('takes every second item only, of as many requests as it is told', async () => {
    ingestion.fail({ kind: 'in-part', status: 439, requests: 1 });
    expect(await post([item(), item(), item()])).toMatchObject({
      status: 206,
      body: {
        itemsAccepted: 1,
        errors: [
          { index: 0, statusCode: 439 },
          { index: 2, statusCode: 439 },
        ],
      },
    });
    expect(await post([item()])).toMatchObject({ status: 200 });
    ingestion.fail({ kind: 'in-part', status: 500 });
    for (let request = 0; request < 3; request += 1) expect((await post([item()])).status).toBe(206);
    expect(ingestion.envelopes()).toHaveLength(2);
  });

  it('says when items enough have come, and when they have not', async () => {
    const waiting = ingestion.waitFor((all) => all.length === 2);
    await post([item()]);
    await post([item()]);
    await waiting;
    await expect(ingestion.waitFor((all) => all.length === 3, 20)).rejects.toThrow('Only 2 items');
  });
});
