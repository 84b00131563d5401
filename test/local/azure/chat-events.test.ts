import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, datedChat, eventsOf, saying, startEast, v1Chat } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast();
});
afterAll(() => simulator.stop());

const chunkSchema = z.looseObject({
  id: z.string(),
  choices: z.array(
    z.looseObject({
      index: z.number(),
      finish_reason: z.string().nullable(),
      delta: z.looseObject({
        content: z.string().nullish(),
        role: z.string().optional(),
        tool_calls: z
          .array(
            z.looseObject({
              index: z.number(),
              id: z.string().optional(),
              function: z.looseObject({ name: z.string().optional(), arguments: z.string() }),
            }),
          )
          .optional(),
      }),
    }),
  ),
  usage: z.looseObject({ completion_tokens: z.number() }).nullish(),
});

/** Streams a chat, and holds every event to all three published schemas. */
async function stream(body: object, path = datedChat) {
  const response = await ask(simulator, path, { ...body, stream: true });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const { events, isDone } = await eventsOf(response);
  expect(isDone).toBe(true);
  for (const event of events)
    for (const bundle of ['azure-2024-10-21', 'azure-v1', 'openai'] as const)
      expect(wireMistakes(bundle, 'chatChunk', event)).toEqual([]);
  return events.map((event) => chunkSchema.parse(event));
}

function textOf(chunks: Awaited<ReturnType<typeof stream>>, index = 0): string {
  return chunks
    .flatMap((chunk) => chunk.choices)
    .filter((choice) => choice.index === index)
    .map((choice) => choice.delta.content ?? '')
    .join('');
}

it('begins with the prompt filter’s verdict, then a role, and ends with the finish reason', async () => {
  const chunks = await stream(saying('hi there'));
  expect(chunks[0]).toMatchObject({ id: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
  expect(chunks[1]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
  expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
  expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
});

it('streams what it answers whole, a token an event', async () => {
  const body = saying('Grüezi 😀 mitenand, 60 tokens please');
  const whole: unknown = await (await ask(simulator, datedChat, body)).json();
  const chunks = await stream(body);
  expect(whole).toMatchObject({ choices: [{ message: { content: textOf(chunks) } }] });
  expect(chunks.length).toBeGreaterThan(55);
});

it('tells the usage last and null before, only when asked', async () => {
  const chunks = await stream(saying('Write 30 tokens', { stream_options: { include_usage: true } }));
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 30 } });
  expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
});

it('streams the choices side by side', async () => {
  const chunks = await stream(saying('Write 30 tokens', { n: 2 }));
  expect(textOf(chunks, 0)).not.toBe(textOf(chunks, 1));
  expect(chunks.slice(3, 7).map((chunk) => chunk.choices[0]?.index)).toEqual([0, 1, 0, 1]);
  expect(chunks.slice(-2).map((chunk) => chunk.choices[0]?.finish_reason)).toEqual(['stop', 'stop']);
});

it('streams tool calls in parts, each begun by its name', async () => {
  const tools = ['find_river', 'find_city'].map((name) => ({
    type: 'function',
    function: { name, parameters: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
  }));
  const chunks = await stream(saying('a river and a city', { tools }));
  const parts = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
  for (const [index, name] of ['find_river', 'find_city'].entries()) {
    const own = parts.filter((part) => part.index === index);
    expect(own[0]).toMatchObject({ id: expect.stringMatching(/^call_/), function: { name, arguments: '' } });
    expect(JSON.parse(own.map((part) => part.function.arguments).join(''))).toHaveProperty('name');
  }
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

it('gives the logprobs of each token', async () => {
  const chunks = await stream(saying('hi', { logprobs: true, top_logprobs: 1 }));
  expect(chunks[3]?.choices[0]).toMatchObject({
    logprobs: { content: [{ token: chunks[3]?.choices[0]?.delta.content, top_logprobs: [{}] }] },
  });
});

it('bills reasoning that came before the first token, and that which left none', async () => {
  const options = { model: 'thinker', reasoning_effort: 'low', stream_options: { include_usage: true } };
  expect((await stream(saying('Write 30 tokens', options), v1Chat)).at(-1)?.usage).toMatchObject({
    completion_tokens: 46,
  });
  expect((await stream(saying('x', { ...options, max_completion_tokens: 5 }), v1Chat)).at(-1)?.usage).toMatchObject({
    completion_tokens: 5,
  });
  expect(
    simulator
      .ledger()
      .slice(-2)
      .map((entry) => entry.completionTokens),
  ).toEqual([46, 5]);
});

it('ends a filtered completion early', async () => {
  const chunks = await stream(saying('trip-completion-filter'));
  expect(chunks.at(-1)?.choices[0]).toMatchObject({
    finish_reason: 'content_filter',
    content_filter_results: { hate: { filtered: true } },
  });
});
