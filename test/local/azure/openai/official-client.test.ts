import { AuthenticationError, NotFoundError, OpenAI, RateLimitError } from 'openai';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../../local/azure/simulator.ts';

let simulator: Simulator;
let client: OpenAI;
let url: string;
beforeAll(async () => {
  simulator = await startSimulator({
    tokenDelayMs: 0,
    resources: {
      openai: {
        provider: 'openai',
        keys: ['key-1', 'key-2'],
        deployments: { 'gpt-4o': { model: 'gpt-4o' }, 'text-embedding-3-small': { model: 'text-embedding-3-small' } },
      },
    },
  });
  url = simulator.resources['openai']?.url ?? '';
  client = new OpenAI({ apiKey: 'key-1', baseURL: `${url}/v1`, maxRetries: 0 });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.reset());

const chat = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hello' }] };

it('completes chats, whole and streamed alike, without anything that is Azure’s', async () => {
  const { data: whole, response } = await client.chat.completions.create(chat).withResponse();
  const chunks = await Array.fromAsync(
    await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } }),
  );
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(whole.choices[0]?.message.content);
  expect(chunks.at(-1)?.usage).toEqual(whole.usage);
  expect(JSON.stringify([whole, chunks])).not.toContain('filter_results');
  expect([...response.headers.keys()].filter((name) => /^(x-ms-|apim-)/.test(name))).toEqual([]);
  expect(response.headers.get('x-request-id')).toBe(simulator.ledger()[0]?.id);
});

it('embeds and lists models', async () => {
  const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
  expect(data).toHaveLength(2);
  expect((await Array.fromAsync(client.models.list())).map(({ id }) => id)).toEqual([
    'gpt-4o',
    'text-embedding-3-small',
  ]);
});

it('refuses in OpenAI’s words', async () => {
  const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${url}/v1`, maxRetries: 0 });
  const unknown = stranger.chat.completions.create(chat);
  await expect(unknown).rejects.toBeInstanceOf(AuthenticationError);
  await expect(unknown).rejects.toMatchObject({ code: 'invalid_api_key', type: 'invalid_request_error' });
  const missing = client.chat.completions.create({ ...chat, model: 'gpt-0' });
  await expect(missing).rejects.toBeInstanceOf(NotFoundError);
  await expect(missing).rejects.toMatchObject({ code: 'model_not_found' });
  const refused = client.chat.completions.create({ ...chat, n: 0 });
  await expect(refused).rejects.toMatchObject({ status: 400, param: 'n' });
});

it.each([
  [429, 'rate_limit_exceeded', 'tokens'],
  [500, null, 'server_error'],
  [503, null, 'server_error'],
])('words a fault of status %i with the code %s', async (status, code, type) => {
  simulator.inject({ fault: { kind: 'status', status } });
  const failed = client.chat.completions.create(chat);
  await expect(failed).rejects.toMatchObject({ status, code, type });
  if (status === 429) await expect(failed).rejects.toBeInstanceOf(RateLimitError);
});

it('takes a key as a bearer only, and has none of Azure’s paths', async () => {
  const body = JSON.stringify(chat);
  const send = (path: string, headers: Record<string, string>) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  expect((await send('/v1/chat/completions', { 'api-key': 'key-1' })).status).toBe(401);
  const bearer = { authorization: 'Bearer key-1' };
  expect((await send('/deployments/gpt-4o/chat/completions?api-version=2024-10-21', bearer)).status).toBe(404);
  expect((await send('/openai/v1/chat/completions', bearer)).status).toBe(404);
});
