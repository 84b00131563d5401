import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { refuseArrival } from '../../../shared/http/refuse-arrival.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('refuseArrival', () => {
  it('answers 400 with a length and an OpenAI error, though the body was not read', async () => {
    server = createServer((_request, response) => refuseArrival(response, 'Not like this.')).listen(0, '127.0.0.1');
    const answer = await fetch(await urlOf(server), { method: 'POST', body: 'x'.repeat(100_000) });
    expect(answer.status).toBe(400);
    const body = await answer.text();
    expect(answer.headers.get('content-length')).toBe(String(body.length));
    expect(JSON.parse(body)).toEqual({
      error: { message: 'Not like this.', type: 'invalid_request_error', param: null, code: 'invalid_request' },
    });
  });

  it('adds nothing to an answer that has begun', async () => {
    server = createServer((_request, response) => {
      response.write('begun');
      refuseArrival(response, 'Too late.');
      response.end();
    }).listen(0, '127.0.0.1');
    const answer = await fetch(await urlOf(server));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('begun');
  });
});

async function urlOf(listening: Server): Promise<string> {
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
