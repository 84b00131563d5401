import { expect, it } from 'vitest';
import { checkDeployment } from '../../../local/cli/check-deployment.ts';
import type { Deployment } from '../../../shared/config/config.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { SecretValue } from '../../../shared/secret-value.ts';

const deployment: Deployment = {
  name: 'east-d',
  provider: 'azure-openai',
  endpoint: 'https://east.example',
  deployment: 'd',
  alias: 'a',
  model: 'gpt-4o',
  apiVersion: 'v1',
  credential: { kind: 'key-vault', secret: 's' },
  capacity: { provisioned: false },
  priority: 1,
  weight: 1,
};

function check(
  answer: () => Promise<Response>,
  given: { probe?: 'models' | 'call'; credential?: () => Promise<never> } = {},
) {
  let clock = 0;
  return checkDeployment(deployment, {
    fetch: answer,
    now: () => (clock += 20),
    credential: () => Promise.resolve({ kind: 'api-key', value: new SecretValue('planted') }),
    probe: 'models',
    timeLimitMs: 1000,
    ...given,
  });
}

const status = (code: number) => () => Promise.resolve(new Response(code === 204 ? null : 'planted', { status: code }));
const failure = (code: string) => () =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }));

it('says what an answer proves and what it does not', async () => {
  expect(await check(status(200))).toEqual({
    state: 'ok',
    latencyMs: 20,
    finding: expect.stringMatching(/was not called/),
  });
  expect(await check(status(200), { probe: 'call' })).toMatchObject({ state: 'ok', finding: 'the deployment answers' });
});

it('takes a throttled deployment for one that is there', async () => {
  expect(await check(status(429))).toMatchObject({ state: 'throttled' });
});

it.each([
  [401, 'models', /credential is refused.*role/],
  [403, 'models', /firewall/],
  [404, 'models', /endpoint and the api version/],
  [404, 'call', /no such deployment/],
  [400, 'call', /declared model/],
  [302, 'models', /never followed/],
  [418, 'models', /check the endpoint/],
  [500, 'models', /fails on its side/],
  [503, 'call', /fails on its side/],
] as const)('says of HTTP %i to a %s probe what to do', async (code, probe, advice) => {
  const result = await check(status(code), { probe });
  expect(result.state).toBe('failed');
  expect(result.finding).toMatch(`HTTP ${code}`);
  expect(result.finding).toMatch(advice);
  expect(result.finding).not.toContain('planted');
});

it.each([
  [failure('ENOTFOUND'), /ENOTFOUND: there is no such host/],
  [failure('ECONNREFUSED'), /ECONNREFUSED: nothing listens/],
  [failure('CERT_HAS_EXPIRED'), /CERT_HAS_EXPIRED: could not be reached/],
  [() => Promise.reject(new DOMException('late', 'TimeoutError')), /no answer in time/],
  [() => Promise.reject(new TypeError('fetch failed')), /TypeError: could not be reached/],
  [() => Promise.reject('text'), /^could not be reached/],
])('says what to do when there is no answer', async (answer, advice) => {
  expect(await check(answer)).toMatchObject({ state: 'failed', finding: expect.stringMatching(advice) });
});

it('does not call without a credential, and says why there is none', async () => {
  const credential = () => Promise.reject(new GatewayError('secret_unavailable', 'the vault is shut'));
  const result = await check(() => Promise.reject(new Error('called')), { credential });
  expect(result).toMatchObject({ state: 'failed', finding: 'the vault is shut' });
});

it('gives up after its time limit and follows no redirect', async () => {
  let seen: RequestInit = {};
  await checkDeployment(deployment, {
    fetch: (_, init) => {
      seen = init ?? {};
      return Promise.resolve(new Response());
    },
    now: () => 0,
    credential: () => Promise.resolve({ kind: 'api-key', value: new SecretValue('k') }),
    probe: 'models',
    timeLimitMs: 1000,
  });
  expect(seen.redirect).toBe('manual');
  expect(seen.signal).toBeInstanceOf(AbortSignal);
});
