import { expect, it } from 'vitest';
import { jobArrival, keptHeaders, keptUrl } from '../../../shared/http/job-arrival.ts';
import { jobOf } from '../../setup/job.ts';

it('is the request as it was sent, and no connection', async () => {
  const gone = new AbortController();
  const job = jobOf({ url: '/v1/x?y=1', headers: { accept: '*/*' } });
  const arrival = jobArrival(job, Buffer.from('{}'), gone.signal);
  expect(arrival).toMatchObject({ method: 'POST', url: '/v1/x?y=1', gone: gone.signal });
  expect(arrival.headers).toEqual({ accept: '*/*', 'x-request-id': 'request-1' });
  expect(Buffer.from(await arrival.body(1)).toString()).toBe('{}');
  expect(arrival.writable()).toBeUndefined();
  expect(arrival.isCut()).toBe(false);
  await arrival.abort();
  expect(arrival.isCut()).toBe(true);
});

it('key-never-kept: of headers only those that the work needs', () => {
  const needed = {
    accept: 'x',
    'content-type': 'application/json',
    'x-sluice-session': 's',
    'cache-control': 'no-store',
  };
  const secret = {
    authorization: 'Bearer k',
    'api-key': 'k',
    'x-functions-key': 'k',
    'x-ms-client-principal': 'p',
    cookie: 'c',
    prefer: 'respond-async',
    'x-request-id': 'r',
    'x-sluice-list': ['a', 'b'],
  };
  expect(keptHeaders({ ...needed, ...secret })).toEqual(needed);
});

it.each([
  ['/v1/batch', '/v1/batch'],
  ['/v1/batch?code=k&Code=k&%63ode=k&subscription-key=k', '/v1/batch'],
  [
    '/openai/deployments/a%2Fb/chat/completions?code=k&api-version=v1?x',
    '/openai/deployments/a%2Fb/chat/completions?api-version=v1%3Fx',
  ],
])('key-never-kept: of an address only what the work needs: %s', (url, expected) => {
  expect(keptUrl(url)).toBe(expected);
});
