import Anthropic, { APIError } from '@anthropic-ai/sdk';
import type { MessageParam, Tool } from '@anthropic-ai/sdk/resources/messages';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../../local/azure/simulator.ts';

let simulator: Simulator;
let client: Anthropic;
let url: string;
beforeAll(async () => {
  simulator = await startSimulator({
    tokenDelayMs: 0,
    resources: {
      claude: {
        provider: 'anthropic',
        keys: ['key-1', 'key-2'],
        deployments: {
          'claude-opus-4-6': { model: 'claude-opus-4-6' },
          'claude-haiku-4-5': { model: 'claude-haiku-4-5' },
          small: { model: 'claude-haiku-4-5', contextWindow: 100 },
          slow: { model: 'claude-haiku-4-5', requestsPerMinute: 1 },
        },
      },
    },
  });
  url = simulator.resources['claude']?.url ?? '';
  client = new Anthropic({ apiKey: 'key-1', baseURL: url, maxRetries: 0, logLevel: 'off' });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.reset());

const model = 'claude-haiku-4-5';
const messages: MessageParam[] = [{ role: 'user', content: 'Say something about rivers.' }];
const weather: Tool = {
  name: 'get_weather',
  description: 'Tells the weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const ask = (members: object = {}) =>
  client.messages.create({ model, max_tokens: 100, messages, ...members }, { timeout: 5_000 });

describe('Anthropic’s own client', () => {
  it('is answered, whole and streamed alike', async () => {
    const whole = await client.messages.create({ model, max_tokens: 100, messages });
    const streamed = await client.messages.stream({ model, max_tokens: 100, messages }).finalMessage();
    expect(whole).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'end_turn' });
    expect(whole.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('rivers') });
    expect(streamed.content.map((block) => block.type === 'text' && block.text)).toEqual(
      whole.content.map((block) => block.type === 'text' && block.text),
    );
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
    expect(simulator.ledger()).toMatchObject([
      { operation: 'messages', status: 200, stream: false, completionTokens: whole.usage.output_tokens },
      { operation: 'messages', status: 200, stream: true, completionTokens: whole.usage.output_tokens },
    ]);
  });

  it('thinks when asked, and signs it', async () => {
    const thought = await client.messages
      .stream({ model, max_tokens: 4_000, messages, thinking: { type: 'enabled', budget_tokens: 1_024 } })
      .finalMessage();
    expect(thought.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(thought.content[0]).toMatchObject({ signature: expect.stringMatching(/^.+$/) });
    expect(thought.usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
  });

  it('has tools called and answered', async () => {
    const turn: MessageParam = { role: 'user', content: 'What is the weather in Paris?' };
    const called = await client.messages.create({ model, max_tokens: 100, messages: [turn], tools: [weather] });
    expect(called.stop_reason).toBe('tool_use');
    const use = called.content.find((block) => block.type === 'tool_use');
    expect(use).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } });
    const answered = await client.messages.create({
      model,
      max_tokens: 100,
      tools: [weather],
      messages: [
        turn,
        { role: 'assistant', content: [{ type: 'tool_use', id: use?.id ?? '', name: 'get_weather', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: '22 degrees' }] },
      ],
    });
    expect(answered.content[0]).toMatchObject({ text: expect.stringContaining('22 degrees') });
  });

  it.each([
    [{ max_tokens: 3 }, { stop_reason: 'max_tokens' }],
    [{ stop_sequences: ['Simulated'] }, { stop_reason: 'stop_sequence', stop_sequence: 'Simulated' }],
    [
      { messages: [{ role: 'user', content: 'trip-completion-filter' }] },
      { stop_reason: 'refusal', stop_details: { type: 'refusal' } },
    ],
  ])('ends an answer to %j with %j', async (members, end) => {
    expect(await ask(members)).toMatchObject(end);
  });

  it('holds an answer to a schema', async () => {
    const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
    const { content } = await client.messages.create({
      model,
      max_tokens: 100,
      messages,
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(JSON.parse(content[0]?.type === 'text' ? content[0].text : '')).toEqual({ a: expect.any(Number) });
  });

  it('counts tokens and lists models', async () => {
    expect((await client.messages.countTokens({ model, messages })).input_tokens).toBeGreaterThan(5);
    const models = await Array.fromAsync(client.models.list());
    expect(models.map(({ id }) => id)).toEqual(['claude-opus-4-6', 'claude-haiku-4-5']);
  });
});

describe('a refusal', () => {
  it.each([
    [{ model: 'claude-0' }, 404, 'not_found_error', 'model: claude-0'],
    [{ temperature: 0.5 }, 400, 'invalid_request_error', 'temperature: Extra inputs are not permitted'],
    [{ logprobs: true }, 400, 'invalid_request_error', 'logprobs: Extra inputs are not permitted'],
    [{ max_tokens: 100_000 }, 400, 'invalid_request_error', 'max_tokens: 100000 > 64000'],
    [{ messages: [{ role: 'assistant', content: 'a' }] }, 400, 'invalid_request_error', 'first message'],
    [{ messages: [{ role: 'user', content: '' }] }, 400, 'invalid_request_error', 'messages.0.content'],
    [{ tool_choice: { type: 'any' } }, 400, 'invalid_request_error', 'tool_choice'],
    [{ tools: [weather], tool_choice: { type: 'tool', name: 'x' } }, 400, 'invalid_request_error', "'x' not found"],
    [{ thinking: { type: 'enabled', budget_tokens: 1_024 } }, 400, 'invalid_request_error', 'must be greater'],
    [
      { max_tokens: 4_000, thinking: { type: 'adaptive' }, tools: [weather], tool_choice: { type: 'any' } },
      400,
      'invalid_request_error',
      'forces tool use',
    ],
    [
      { model: 'small', messages: [{ role: 'user', content: 'a '.repeat(300) }] },
      400,
      'invalid_request_error',
      'prompt is too long',
    ],
    [{ model: 'small' }, 400, 'invalid_request_error', 'exceed context limit'],
  ])('of %j is a %i %s', async (members, status, type, message) => {
    const refused = ask(members);
    await expect(refused).rejects.toBeInstanceOf(APIError);
    await expect(refused).rejects.toMatchObject({ status, type, apiMessage: expect.stringContaining(message) });
  });

  const use: MessageParam = { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: {} }] };
  const result: MessageParam = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'x' }] };
  it.each([
    ['tools that are not declared', { messages: [...messages, use, result] }, 'must define tools'],
    [
      'a call without its result',
      { messages: [...messages, use, ...messages], tools: [weather] },
      'without `tool_result`',
    ],
    [
      'a call without its thought',
      {
        messages: [...messages, use, result],
        tools: [weather],
        max_tokens: 4_000,
        thinking: { type: 'enabled', budget_tokens: 1_024 },
      },
      'must start with a thinking block',
    ],
  ])('is the answer to %s', async (_what, members, message) => {
    await expect(ask(members)).rejects.toMatchObject({ status: 400, apiMessage: expect.stringContaining(message) });
  });

  it('of a wrong key is an authentication error', async () => {
    const stranger = new Anthropic({ apiKey: 'wrong', baseURL: url, maxRetries: 0 });
    await expect(stranger.messages.create({ model, max_tokens: 1, messages })).rejects.toMatchObject({
      status: 401,
      type: 'authentication_error',
    });
  });

  it('of a request without a version, or with one that was never released, is a 400', async () => {
    for (const version of [undefined, '2020-01-01']) {
      const headers = { 'x-api-key': 'key-1', ...(version === undefined ? {} : { 'anthropic-version': version }) };
      const answer = await fetch(`${url}/v1/messages`, { method: 'POST', headers, body: '{}' });
      expect([answer.status, await answer.json()]).toMatchObject([400, { type: 'error' }]);
    }
    expect((await fetch(`${url}/v1/nothing`, { headers: { 'x-api-key': 'key-1' } })).status).toBe(404);
  });

  it('of too many requests says when to come back', async () => {
    await ask({ model: 'slow' });
    const refused = await ask({ model: 'slow' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error' });
    const { headers = new Headers() } = refused instanceof APIError ? refused : {};
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(headers.get('retry-after-ms')).toBeNull();
    expect(headers.get('anthropic-ratelimit-requests-remaining')).toBe('0');
    expect(Date.parse(headers.get('anthropic-ratelimit-requests-reset') ?? '')).toBeGreaterThan(0);
  });

  it.each([
    [402, 'billing_error'],
    [403, 'permission_error'],
    [500, 'api_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('by a fault of status %i is a %s', async (status, type) => {
    simulator.inject({ fault: { kind: 'status', status } });
    await expect(ask()).rejects.toMatchObject({ status, type });
  });

  it('in the middle of a stream is an event of its own', async () => {
    simulator.inject({ fault: { kind: 'error-in-stream', chunks: 5 } });
    const reading = client.messages.stream({ model, max_tokens: 100, messages }).finalMessage();
    await expect(reading).rejects.toThrow('Overloaded');
  });
});
