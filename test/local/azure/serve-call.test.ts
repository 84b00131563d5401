import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { issueSimulatedToken } from '../../../local/azure/simulated-token.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, datedChat, eventsOf, saying, startEast, v1Chat } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast();
});
afterAll(() => simulator.stop());

async function statusAndBody(response: Promise<Response>): Promise<[number, unknown]> {
  const answered = await response;
  return [answered.status, await answered.json()];
}

const hi = saying('hi', { model: 'chat' });
const notFound = [404, { error: { code: '404', message: 'Resource not found' } }];
const wrongKey = [401, { error: { code: '401', message: expect.stringContaining('invalid subscription key') } }];
const wrongToken = [401, { statusCode: 401, message: expect.stringContaining('audience is incorrect') }];

function tokenFor(aud: string, lifeSeconds = 60): Record<string, string> {
  return {
    'api-key': '',
    authorization: `Bearer ${issueSimulatedToken({ aud, exp: Date.now() / 1000 + lifeSeconds, oid: 'me' })}`,
  };
}

/** Without the `api-key` that `ask` sends by itself. */
function post(path: string, headers: Record<string, string>, from = simulator): Promise<Response> {
  const { 'api-key': _none, ...others } = headers;
  return fetch(`${from.resources['east']?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...others },
    body: JSON.stringify(hi),
  });
}

describe('routes', () => {
  it.each([
    ['a dated path without api-version', '/openai/deployments/chat/chat/completions'],
    ['an unknown api-version', '/openai/deployments/chat/chat/completions?api-version=2024-01-01'],
    ['v1 with a dated api-version', '/openai/v1/chat/completions?api-version=2024-10-21'],
    ['an operation that is not there', '/openai/deployments/chat/audio/speech?api-version=2024-10-21'],
    ['a path outside /openai', '/v1/chat/completions'],
  ])('answer 404 to %s', async (_what, path) => {
    expect(await statusAndBody(ask(simulator, path, hi))).toEqual(notFound);
  });

  it.each([datedChat, v1Chat, `${v1Chat}?api-version=preview`, `${v1Chat}?api-version=v1`])(
    'serve %s',
    async (path) => {
      expect((await ask(simulator, path, hi)).status).toBe(200);
    },
  );

  it('tell a missing deployment from a missing path', async () => {
    const missing = [
      404,
      { error: { code: 'DeploymentNotFound', message: expect.stringContaining('within the last 5 minutes') } },
    ];
    expect(await statusAndBody(ask(simulator, datedChat.replace('/chat/chat', '/none/chat'), hi))).toEqual(missing);
    expect(await statusAndBody(ask(simulator, v1Chat, saying('hi', { model: 'none' })))).toEqual(missing);
  });

  it('list the models, on both surfaces', async () => {
    for (const path of ['/openai/models?api-version=2024-10-21', '/openai/v1/models']) {
      const [status, list] = await statusAndBody(ask(simulator, path));
      expect(status).toBe(200);
      for (const bundle of ['azure-v1', 'openai'] as const) expect(wireMistakes(bundle, 'models', list)).toEqual([]);
      expect(list).toMatchObject({
        data: [
          { id: 'gpt-4o' },
          { id: 'gpt-5-mini' },
          { id: 'text-embedding-3-small' },
          { id: 'text-embedding-ada-002' },
        ],
      });
    }
    const [, model] = await statusAndBody(ask(simulator, '/openai/v1/models/gpt-4o'));
    for (const bundle of ['azure-v1', 'openai'] as const) expect(wireMistakes(bundle, 'model', model)).toEqual([]);
    expect(await statusAndBody(ask(simulator, '/openai/v1/models/none'))).toEqual(notFound);
  });

  it('serve a legacy completion', async () => {
    const [status, body] = await statusAndBody(
      ask(simulator, '/openai/deployments/chat/completions?api-version=2024-10-21', { prompt: 'Once', max_tokens: 5 }),
    );
    expect([status, body]).toMatchObject([
      200,
      { choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 5 } },
    ]);
    expect(wireMistakes('azure-2024-10-21', 'completion', body)).toEqual([]);
  });

  it('lead to every resource through the main listener', async () => {
    const options = { method: 'POST', headers: { 'api-key': 'east-key-1' }, body: JSON.stringify(hi) };
    expect((await fetch(`${simulator.url}/east${datedChat}`, options)).status).toBe(200);
    expect((await fetch(`${simulator.url}/nowhere${datedChat}`, options)).status).toBe(404);
  });
});

describe('credentials', () => {
  it('are either key of the resource', async () => {
    for (const key of ['east-key-1', 'east-key-2'])
      expect((await ask(simulator, datedChat, hi, { headers: { 'api-key': key } })).status).toBe(200);
    expect(await statusAndBody(ask(simulator, datedChat, hi, { headers: { 'api-key': 'wrong' } }))).toEqual(wrongKey);
    expect(await statusAndBody(post(datedChat, {}))).toEqual(wrongKey);
  });

  it('may be a key as bearer on v1 only', async () => {
    expect((await post(v1Chat, { authorization: 'Bearer east-key-2' })).status).toBe(200);
    expect(await statusAndBody(post(v1Chat, { authorization: 'Bearer wrong' }))).toEqual(wrongKey);
    expect(await statusAndBody(post(datedChat, { authorization: 'Bearer east-key-2' }))).toEqual(wrongToken);
  });

  it('may be a token for either audience, while it is in date', async () => {
    expect((await post(datedChat, tokenFor('https://cognitiveservices.azure.com'))).status).toBe(200);
    expect((await post(v1Chat, tokenFor('https://ai.azure.com/'))).status).toBe(200);
    expect(await statusAndBody(post(v1Chat, tokenFor('https://vault.azure.net')))).toEqual(wrongToken);
    expect(await statusAndBody(post(v1Chat, tokenFor('https://ai.azure.com', -1)))).toEqual(wrongToken);
    expect(await statusAndBody(post(v1Chat, { authorization: 'Bearer simulated.forged.x' }))).toEqual(wrongToken);
  });

  it('are only keys, or only tokens, where the resource says so', async () => {
    const deployments = { chat: { model: 'gpt-4o' } };
    const strict = await startEast({ resources: { east: { entra: 'require', deployments } } });
    expect(await statusAndBody(ask(strict, datedChat, hi))).toMatchObject([
      403,
      { error: { code: 'AuthenticationTypeDisabled' } },
    ]);
    expect((await post(datedChat, tokenFor('https://ai.azure.com'), strict)).status).toBe(200);
    expect(await statusAndBody(post(datedChat, {}, strict))).toEqual(wrongToken);
    await strict.stop();
    const keysOnly = await startEast({ resources: { east: { entra: 'off', deployments } } });
    expect(await statusAndBody(post(datedChat, tokenFor('https://ai.azure.com'), keysOnly))).toEqual(wrongToken);
    await keysOnly.stop();
  });

  it('change at once', async () => {
    const east = simulator.resources['east'];
    east?.setKeys(['new-1', 'new-2']);
    expect((await ask(simulator, datedChat, hi)).status).toBe(401);
    expect((await ask(simulator, datedChat, hi, { headers: { 'api-key': 'new-2' } })).status).toBe(200);
    east?.setKeys(['east-key-1', 'east-key-2']);
  });
});

it('answers with the headers that Azure sends', async () => {
  const { headers } = await ask(simulator, datedChat, hi, { headers: { 'x-ms-client-request-id': 'mine' } });
  expect(Object.fromEntries(headers)).toMatchObject({
    'apim-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-ms-client-request-id': 'mine',
    'x-ms-region': 'eastus2',
    'x-ms-deployment-name': 'chat',
    'x-ratelimit-limit-tokens': expect.any(String),
    'x-ratelimit-remaining-requests': expect.any(String),
  });
  expect(headers.has('x-request-id')).toBe(false);
});

it('answers 431 to more than ten custom headers, those of the official clients not counted', async () => {
  const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-custom-${at}`, 'v']));
  const stainless = { 'x-stainless-lang': 'js', 'x-stainless-os': 'Linux' };
  expect((await ask(simulator, datedChat, hi, { headers: { ...some(10), ...stainless } })).status).toBe(200);
  expect((await ask(simulator, datedChat, hi, { headers: some(11) })).status).toBe(431);
});

it('refuses parameters that came with a later version', async () => {
  const old = datedChat.replace('2024-10-21', '2024-06-01');
  const body = saying('hi', { stream: true, stream_options: { include_usage: true } });
  expect(await statusAndBody(ask(simulator, old, body))).toMatchObject([
    400,
    { error: { message: 'Unrecognized request argument supplied: stream_options' } },
  ]);
  expect((await eventsOf(await ask(simulator, datedChat, body))).isDone).toBe(true);
});

it('refuses a prompt that carries the filter’s word, as JSON even when a stream was asked for', async () => {
  const response = await ask(simulator, datedChat, saying('please trip-the-filter', { stream: true }));
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/json']);
  expect(await response.json()).toMatchObject({
    error: {
      code: 'content_filter',
      type: null,
      param: 'prompt',
      innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } },
    },
  });
});

describe('a limited deployment', () => {
  it('refuses when the minute’s tokens are used, and says how long to wait', async () => {
    let at = 0;
    const limited = await startEast({
      now: () => at,
      resources: { east: { deployments: { chat: { model: 'gpt-4o', tokensPerMinute: 200 } } } },
    });
    const body = saying('x', { max_tokens: 100 });
    expect((await ask(limited, datedChat, body)).status).toBe(200);
    at = 14_500;
    const refused = await ask(limited, datedChat, body);
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('retry-after-ms')]).toEqual([
      429,
      '46',
      '45500',
    ]);
    expect(refused.headers.get('x-ratelimit-remaining-tokens')).toBe('0');
    expect(await refused.json()).toMatchObject({
      error: {
        code: '429',
        message: expect.stringContaining(
          'Your requests to chat for gpt-4o in eastus2 have exceeded the token rate limit',
        ),
      },
    });
    at = 60_000;
    expect((await ask(limited, datedChat, body)).status).toBe(200);
    const never = await ask(limited, datedChat, saying('x', { max_tokens: 300 }));
    expect(await never.json()).toMatchObject({
      error: { message: expect.stringContaining('Please retry after 86400 seconds') },
    });
    await limited.stop();
  });

  it('counts calls that fail', async () => {
    const limited = await startEast({
      resources: { east: { deployments: { chat: { model: 'gpt-4o', requestsPerMinute: 6 } } } },
    });
    expect((await ask(limited, datedChat, saying('trip-the-filter'))).status).toBe(400);
    expect((await ask(limited, datedChat, hi)).status).toBe(429);
    await limited.stop();
  });

  it('that is provisioned sends no rate headers, and asks for a short wait', async () => {
    const provisioned = await startEast({
      resources: { east: { deployments: { chat: { model: 'gpt-4o', tokensPerMinute: 600, provisioned: true } } } },
    });
    const first = await ask(provisioned, datedChat, saying('x', { max_tokens: 650 }));
    expect([first.status, [...first.headers.keys()].some((name) => name.startsWith('x-ratelimit'))]).toEqual([
      200,
      false,
    ]);
    const refused = await ask(provisioned, datedChat, hi);
    expect([refused.status, Number(refused.headers.get('retry-after-ms')) <= 6000]).toEqual([429, true]);
    await provisioned.stop();
  });
});
