import {
  APIError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import type {} from '@azure/openai/types';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionMessageParam } from 'openai/resources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
afterEach(() => app.simulator.reset());

const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'Why is the sky blue?' }];

const clients = [
  ['OpenAI at /v1', () => app.openai()],
  ['OpenAI at /openai/v1', () => app.openai({ path: '/openai/v1' })],
  ['AzureOpenAI, dated', () => app.azureOpenai()],
] as const;

describe.each(clients)('the real client %s', (_name, client) => {
  it('completes a chat', async () => {
    const chat = await client().chat.completions.create({ model: 'gpt-4o', messages: messages, max_tokens: 20 });
    expect(chat.choices[0]?.message.content).toContain('Why is the sky blue?');
    expect(chat.usage?.completion_tokens).toBe(20);
  });

  it('streams a chat, without a usage chunk unless asked for one', async () => {
    const body = { model: 'gpt-4o', messages: messages, stream: true, max_tokens: 10 } as const;
    const plain = await Array.fromAsync(await client().chat.completions.create(body));
    expect(plain.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toContain('You asked');
    expect(plain.filter((chunk) => chunk.usage !== null && chunk.usage !== undefined)).toEqual([]);
    expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('length');

    const counted = await Array.fromAsync(
      await client().chat.completions.create({ ...body, stream_options: { include_usage: true } }),
    );
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 10 } });
  });

  it('embeds texts, by default as base64 on the wire', async () => {
    const { data, usage } = await client().embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one', 'two'],
      dimensions: 8,
    });
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 8],
      [1, 8],
    ]);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 4);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('lists the models', async () => {
    const ids: string[] = [];
    for await (const model of client().models.list()) {
      ids.push(model.id);
    }
    expect(ids).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect((await client().models.retrieve('gpt-4o')).id).toBe('gpt-4o');
  });
});

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
} as const;

describe('the real client, further', () => {
  it('assembles a stream by its own helper', async () => {
    const stream = app.openai().chat.completions.stream({ model: 'gpt-4o', messages: messages, max_tokens: 12 });
    const text: string[] = [];
    stream.on('content', (delta) => text.push(delta));
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe(text.join(''));
  });

  it('calls tools, whole and streamed, and takes their results', async () => {
    const ask = [{ role: 'user', content: 'What is the weather in Paris?' }] as const;
    const whole = await app.openai().chat.completions.create({ model: 'gpt-4o', messages: [...ask], tools: [weather] });
    const call = whole.choices[0]?.message.tool_calls?.[0];
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } });

    const streamed = await app
      .openai()
      .chat.completions.stream({ model: 'gpt-4o', messages: [...ask], tools: [weather] })
      .finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather' } });

    const answered = await app.openai().chat.completions.create({
      model: 'gpt-4o',
      messages: [
        ...ask,
        {
          role: 'assistant',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
      ],
      tools: [weather],
    });
    expect(answered.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
  });

  it('parses structured output', async () => {
    const event = z.object({ name: z.string(), day: z.string() });
    const chat = await app.openai().chat.completions.parse({
      model: 'gpt-4o',
      messages: messages,
      response_format: zodResponseFormat(event, 'event'),
    });
    expect(event.safeParse(chat.choices[0]?.message.parsed).success).toBe(true);
  });

  it('shows the caller Azure’s verdicts of the content filter', async () => {
    const chat = await app.openai().chat.completions.create({ model: 'gpt-4o', messages });
    expect(chat.prompt_filter_results?.[0]?.content_filter_results.hate?.severity).toBe('safe');
    expect(chat.choices[0]?.content_filter_results?.violence?.filtered).toBe(false);
  });

  it('passes parameters on that it does not know', async () => {
    await app.post('/v1/chat/completions', { model: 'gpt-4o', messages, a_new_parameter: { deep: true } });
    expect(app.simulator.ledger().at(-1)?.parameters).toContain('a_new_parameter');
  });

  it('reaches a deployment by its own name as by its model', async () => {
    const client = app.azureOpenai();
    await client.chat.completions.create({ model: 'mini-west', messages: messages });
    expect(app.simulator.ledger().at(-1)).toMatchObject({ resource: 'west', deployment: 'mini-west' });
  });

  it('pages through the models by limit and after, and filters them', async () => {
    const get = async (query: string) =>
      z
        .object({
          data: z.array(z.object({ id: z.string(), capabilities: z.array(z.string()) })),
          has_more: z.boolean(),
        })
        .parse(await (await fetch(`${app.url}/v1/models?${query}`, { headers: { 'api-key': app.key } })).json());
    const first = await get('limit=2');
    expect(first).toMatchObject({ has_more: true, data: [{ id: 'gpt-4o' }, { id: 'gpt-4o-mini' }] });
    expect(await get('limit=2&after=gpt-4o-mini')).toMatchObject({
      has_more: false,
      data: [{ id: 'text-embedding-3-small' }],
    });
    expect((await get('capability=embeddings')).data.map(({ id }) => id)).toEqual(['text-embedding-3-small']);
  });

  it('aborts in mid-stream', async () => {
    app.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const stream = await app.openai().chat.completions.create({ model: 'gpt-4o', messages: messages, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) {
        stream.controller.abort();
      }
    }
    await expect.poll(() => app.simulator.counts().cancels, { timeout: 1_000 }).toBe(1);
  });
});

describe('the error class of each status', () => {
  // A deployment that throttled is remembered for as long as it asked: each test has an app of its own.
  let app: RunningApp;
  beforeEach(async () => {
    app = await startApp({
      models: ['gpt-4o'],
    });
  });
  afterEach(() => app.stop());

  const create = (key = app.key, model = 'gpt-4o') => {
    const client = app.openai();
    client.apiKey = key;
    return client.chat.completions.create({ model, messages: messages });
  };

  it('is AuthenticationError for a wrong key', async () => {
    await expect(create('sluice_nobody0000_wrong')).rejects.toBeInstanceOf(AuthenticationError);
  });

  it('is NotFoundError for a model that does not exist', async () => {
    await expect(create(app.key, 'gpt-17')).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    ['filter-400', BadRequestError, 'content_filter'],
    ['length-400', BadRequestError, 'context_length_exceeded'],
  ] as const)('is the right one for an upstream %s', async (body, type, code) => {
    app.simulator.inject({ fault: { kind: 'status', body } });
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code });
  });

  it('is RateLimitError with a retry-after when every deployment throttles for longer than the call may take', async () => {
    app.simulator.inject({ fault: { kind: 'status', status: 429, retryAfterMs: 60_000 } });
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error instanceof APIError && Number(error.headers?.get('retry-after-ms'))).toBeGreaterThan(1_000);
  });

  it.each([
    ['key-401', 502, 'upstream_credential_refused'],
    ['rbac-401', 502, 'upstream_credential_refused'],
    ['firewall-403', 502, 'upstream_credential_refused'],
    ['deployment-404', 502, 'upstream_deployment_missing'],
    ['internal-500', 502, 'upstream_failed'],
  ] as const)('is a server error for an upstream %s everywhere, never its raw text', async (body, status, code) => {
    app.simulator.inject({ fault: { kind: 'status', body } });
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status, code });
    expect(String(error)).not.toMatch(/subscription key|principal/i);
  });

  it('is PermissionDeniedError for a model the caller may not use', async () => {
    await expect(create(app.key, 'gpt-4o-mini')).rejects.toBeInstanceOf(PermissionDeniedError);
  });
});
