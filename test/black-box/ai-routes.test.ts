import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { threeProviders } from '../setup/three-providers.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(threeProviders);
}, 60_000);
afterAll(() => app.stop());
afterEach(() => app.simulator.clearFaults());

const prompt = 'Say something about rivers.';
const weather = {
  name: 'get_weather',
  description: 'Tells the weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

type Json = ReturnType<typeof JSON.parse>;
type Event = { event: string; data: Json };

const jsonOf = async (answer: Response): Promise<Json> => JSON.parse(await answer.text());

/** The named events of a stream, and whether it ended cleanly. */
async function eventsOf(response: Response): Promise<{ events: Event[]; isCut: boolean }> {
  let text = '';
  let isCut = false;
  try {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  } catch {
    isCut = true;
  }
  const events = text
    .split('\n\n')
    .filter((event) => event.startsWith('event: '))
    .map((event) => {
      const [head = '', data = ''] = event.split('\n');
      return { event: head.slice('event: '.length), data: JSON.parse(data.slice('data: '.length)) };
    });
  return { events, isCut };
}

describe('POST /ai/generate', () => {
  it.each([
    ['azure-openai', 'any-azure', 'gpt-4o'],
    ['openai', 'any-openai', 'gpt-4o'],
    ['anthropic', 'any-anthropic', 'claude-opus-4-6'],
  ])('is answered by %s when the call says so', async (provider, deployment, model) => {
    const answer = await app.post('/ai/generate', { provider, model: 'any', prompt, maxTokens: 60 });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-sluice-deployment')).toBe(deployment);
    expect(await answer.json()).toEqual({
      content: expect.stringContaining(prompt),
      provider,
      model,
      deployment,
      usage: {
        promptTokens: expect.any(Number),
        completionTokens: expect.any(Number),
        totalTokens: expect.any(Number),
        cachedTokens: 0,
        reasoningTokens: 0,
        estimated: false,
      },
      finishReason: expect.stringMatching(/^(stop|length)$/),
      latencyMs: expect.any(Number),
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('gives tool calls with their arguments read', async () => {
    const answer = await app.post('/ai/generate', {
      provider: 'anthropic',
      model: 'any',
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      tools: [weather],
    });
    expect(await answer.json()).toMatchObject({
      content: null,
      toolCalls: [{ id: expect.any(String), name: 'get_weather', arguments: { city: expect.any(String) } }],
      finishReason: 'tool_calls',
    });
  });

  it.each(['azure-openai', 'openai', 'anthropic'])('holds the answer of %s to a schema', async (provider) => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
      required: ['city', 'days'],
      additionalProperties: false,
    };
    const answer = await app.post('/ai/generate', { provider, model: 'any', prompt, schema });
    const { content } = await jsonOf(answer);
    expect(JSON.parse(content)).toEqual({ city: expect.any(String), days: expect.any(Number) });
  });

  it.each([
    [{ model: 'any' }, 'messages'],
    [{ model: 'any', prompt, messages: [{ role: 'user', content: 'a' }] }, 'prompt'],
    [{ prompt }, 'model'],
    [{ model: 'any', prompt, max_tokens: 5 }, 'max_tokens'],
    [{ model: 'any', prompt, provider: 'elsewhere' }, 'provider'],
    [{ model: 'any', messages: [{ role: 'robot', content: 'a' }] }, 'messages[0].role'],
  ])('refuses %j and names %s', async (body, param) => {
    const answer = await app.post('/ai/generate', body);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { message: expect.any(String), type: 'invalid_request_error', param, code: 'invalid_request' } },
    ]);
  });

  it('names what no provider asked for can do', async () => {
    const answer = await app.post('/ai/generate', { provider: 'anthropic', model: 'any', prompt, temperature: 1.5 });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { param: 'temperature', code: 'unsupported_parameter', message: expect.stringContaining('Anthropic') } },
    ]);
  });

  it('tells that a provider serves no deployment of the model', async () => {
    const answer = await app.post('/ai/generate', { provider: 'openai', model: 'on-azure', prompt });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { param: 'provider' } }]);
  });

  it('is for callers with a key only', async () => {
    for (const [method, path] of [
      ['POST', '/ai/generate'],
      ['POST', '/ai/stream'],
      ['GET', '/ai/providers/health'],
    ] as const) {
      const body = method === 'POST' ? { body: '{}' } : {};
      const answer = await fetch(app.url + path, { method, headers: { 'content-type': 'application/json' }, ...body });
      expect(answer.status).toBe(401);
    }
  });
});

describe('POST /ai/stream', () => {
  it.each(['azure-openai', 'openai', 'anthropic'])('tells the same answer of %s as the whole one', async (provider) => {
    const request = { provider, model: 'any', prompt, maxTokens: 60 };
    const whole = await jsonOf(await app.post('/ai/generate', request));
    const answer = await app.post('/ai/stream', request);
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    const { events, isCut } = await eventsOf(answer);
    const text = events.filter(({ event }) => event === 'delta').map(({ data }) => data.content);
    expect([text.join(''), isCut]).toEqual([whole.content, false]);
    expect(events.slice(-2)).toEqual([
      { event: 'usage', data: whole.usage },
      {
        event: 'done',
        data: {
          finishReason: whole.finishReason,
          provider,
          model: whole.model,
          deployment: whole.deployment,
          latencyMs: expect.any(Number),
          requestId: answer.headers.get('x-request-id'),
        },
      },
    ]);
  });

  it('tells each tool call whole', async () => {
    for (const provider of ['azure-openai', 'openai', 'anthropic']) {
      const request = { provider, model: 'any', prompt: 'What is the weather in Paris?', tools: [weather] };
      const { events } = await eventsOf(await app.post('/ai/stream', request));
      expect(events.map(({ event }) => event)).toEqual(['tool_call', 'usage', 'done']);
      expect(events[0]?.data).toMatchObject({ name: 'get_weather', arguments: { city: expect.any(String) } });
    }
  });

  it('tells thought apart from the answer', async () => {
    const request = { provider: 'anthropic', model: 'any', prompt, reasoningEffort: 'low' };
    const { events } = await eventsOf(await app.post('/ai/stream', request));
    const deltas = events.filter(({ event }) => event === 'delta').map(({ data }) => data);
    expect(deltas.map(({ reasoning = '' }) => reasoning).join('')).toContain('plain enough');
    expect(deltas.map(({ content = '' }) => content).join('')).toContain(prompt);
  });

  it.each([
    ['azure-openai', { kind: 'cut-after', chunks: 6 }],
    ['openai', { kind: 'cut-after', chunks: 6, how: 'reset' }],
    ['anthropic', { kind: 'cut-after', chunks: 6 }],
    ['anthropic', { kind: 'cut-after', chunks: 6, how: 'reset' }],
    ['anthropic', { kind: 'error-in-stream', chunks: 6 }],
    ['anthropic', { kind: 'garbage' }],
    ['anthropic', { kind: 'truncated-json' }],
    ['anthropic', { kind: 'stall', chunks: 6 }],
  ] as const)('never looks whole when %s is cut by %j', async (provider, fault) => {
    app.simulator.inject({ fault });
    const { events, isCut } = await eventsOf(await app.post('/ai/stream', { provider, model: 'any', prompt }));
    if (events[0]?.event === 'delta') {
      expect(isCut).toBe(true);
      expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: { code: expect.any(String) } } });
    }
    expect(events.map(({ event }) => event)).not.toContain('done');
  });

  it('keeps the status of a failure that comes before any output', async () => {
    const answer = await app.post('/ai/stream', { provider: 'anthropic', model: 'any', prompt, temperature: 2 });
    expect(answer.status).toBe(400);
  });
});

describe('GET /ai/providers/health', () => {
  it('tells how each provider fares, and where it does not', async () => {
    const ask = async () => {
      const answer = await fetch(`${app.url}/ai/providers/health`, { headers: { 'api-key': app.key } });
      return jsonOf(answer);
    };
    const { providers } = await ask();
    expect(providers.map(({ provider, status }: Json) => [provider, status])).toEqual([
      ['azure-openai', 'ok'],
      ['openai', 'ok'],
      ['anthropic', 'ok'],
    ]);
    expect(providers[2].deployments[0]).toMatchObject({
      name: 'anthropic-alone',
      model: 'on-anthropic',
      reachable: true,
      credential: 'ok',
    });
    expect(JSON.stringify(providers)).not.toMatch(/aaaa|oooo|127\.0\.0\.1/);
  });
});
