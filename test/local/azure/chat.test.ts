import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { countTokens } from '../../../local/azure/tokens.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, datedChat, saying, startEast, v1Chat } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast();
});
afterAll(() => simulator.stop());

const completionSchema = z.looseObject({
  choices: z.array(
    z.looseObject({
      finish_reason: z.string(),
      content_filter_results: z.record(z.string(), z.looseObject({ filtered: z.boolean() })),
      logprobs: z
        .looseObject({
          content: z.array(
            z.looseObject({ token: z.string(), logprob: z.number(), top_logprobs: z.array(z.unknown()) }),
          ),
        })
        .nullable(),
      message: z.looseObject({
        content: z.string().nullable(),
        tool_calls: z
          .array(
            z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) }),
          )
          .optional(),
      }),
    }),
  ),
  prompt_filter_results: z.array(z.unknown()).length(1),
  usage: z.looseObject({
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    total_tokens: z.number(),
    completion_tokens_details: z.looseObject({ reasoning_tokens: z.number() }),
  }),
});

/** Completes a chat, and holds every body to all three published schemas. */
async function complete(body: object, path = datedChat) {
  const response = await ask(simulator, path, body);
  const answer: unknown = await response.json();
  expect([response.status, answer]).toEqual([200, expect.anything()]);
  for (const bundle of ['azure-2024-10-21', 'azure-v1', 'openai'] as const)
    expect(wireMistakes(bundle, 'chat', answer)).toEqual([]);
  return completionSchema.parse(answer);
}

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Current weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] } },
      required: ['city', 'unit'],
      additionalProperties: false,
    },
  },
};

it('answers the same to the same request, with the tokens truly counted', async () => {
  const body = saying('How wide is the Rhine? Ça va 😀');
  const [one, two] = [await complete(body), await complete(body)];
  expect(one.choices).toEqual(two.choices);
  expect(one.usage.completion_tokens).toBe(countTokens(one.choices[0]?.message.content ?? '', 'gpt-4o'));
  expect(one.usage.prompt_tokens).toBe(3 + 4 + countTokens('How wide is the Rhine? Ça va 😀', 'gpt-4o'));
  expect(one.usage.total_tokens).toBe(one.usage.prompt_tokens + one.usage.completion_tokens);
});

it('stops at max_tokens with the finish reason length', async () => {
  const { choices, usage } = await complete(saying('Write 50 tokens', { max_tokens: 10 }));
  expect([choices[0]?.finish_reason, usage.completion_tokens]).toEqual(['length', 10]);
  const all = await complete(saying('Write 50 tokens', { max_tokens: 50 }));
  expect([all.choices[0]?.finish_reason, all.usage.completion_tokens]).toEqual(['stop', 50]);
});

it('gives n different choices and bills all of them', async () => {
  const { choices, usage } = await complete(saying('Write 40 tokens', { n: 3 }));
  expect(new Set(choices.map((choice) => choice.message.content)).size).toBe(3);
  expect(usage.completion_tokens).toBe(120);
});

it('ends before a stop sequence', async () => {
  const { choices } = await complete(saying('stop early', { stop: ['Simulated', 'zzz'] }));
  expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'You asked: "stop early". ' } });
});

it('gives logprobs, as many alternatives as asked, only if asked', async () => {
  const { choices, usage } = await complete(saying('hi', { logprobs: true, top_logprobs: 2 }));
  const content = choices[0]?.logprobs?.content ?? [];
  expect(content.map((entry) => entry.token).join('')).toBe(choices[0]?.message.content);
  expect(content).toHaveLength(usage.completion_tokens);
  expect(content.every((entry) => entry.logprob < 0 && entry.top_logprobs.length === 2)).toBe(true);
  expect((await complete(saying('hi'))).choices[0]?.logprobs).toBeNull();
});

it('counts the parts of a message, images at 85 tokens', async () => {
  const content = [
    { type: 'text', text: 'what is this' },
    { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
  ];
  const { usage } = await complete({ messages: [{ role: 'user', content }] });
  expect(usage.prompt_tokens).toBe(3 + 4 + 85 + countTokens('what is this', 'gpt-4o'));
});

describe('tools', () => {
  it('are called with arguments valid by their schema, and their result is answered in text', async () => {
    const { choices } = await complete(saying('What is the weather in Basel?', { tools: [weather] }));
    const [call] = choices[0]?.message.tool_calls ?? [];
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(new Ajv2020().validate(weather.function.parameters, JSON.parse(call?.function.arguments ?? ''))).toBe(true);

    const messages = [
      { role: 'user', content: 'What is the weather in Basel?' },
      choices[0]?.message,
      { role: 'tool', tool_call_id: call?.id, content: '{"degrees":21}' },
    ];
    const answer = await complete({ messages, tools: [weather] });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: expect.stringContaining('{"degrees":21}') },
    });
  });

  it('are called when forced, several at once when several match', async () => {
    const letter = { type: 'function', function: { name: 'send_letter' } };
    const forced = await complete(
      saying('hello', {
        tools: [weather, letter],
        tool_choice: { type: 'function', function: { name: 'send_letter' } },
      }),
    );
    expect(forced.choices[0]?.message.tool_calls?.map((call) => [call.function.name, call.function.arguments])).toEqual(
      [['send_letter', '{}']],
    );
    const both = await complete(saying('a letter on the weather', { tools: [weather, letter] }));
    expect(both.choices[0]?.message.tool_calls).toHaveLength(2);
  });

  it('have their arguments cut at max_tokens', async () => {
    const { choices, usage } = await complete(saying('weather', { tools: [weather], max_tokens: 5 }));
    expect([choices[0]?.finish_reason, usage.completion_tokens]).toEqual(['length', 5]);
  });
});

it('answers JSON by the schema asked for, or a small object', async () => {
  const schema = {
    type: 'object',
    properties: { steps: { type: 'array', items: { type: 'string' } }, done: { type: 'boolean' } },
    required: ['steps', 'done'],
    additionalProperties: false,
  };
  const formatted = await complete(
    saying('plan', { response_format: { type: 'json_schema', json_schema: { name: 'plan', strict: true, schema } } }),
  );
  expect(new Ajv2020().validate(schema, JSON.parse(formatted.choices[0]?.message.content ?? ''))).toBe(true);
  const object = await complete(saying('json please', { response_format: { type: 'json_object' } }));
  expect(JSON.parse(object.choices[0]?.message.content ?? '')).toEqual({ answer: 'json', simulated: true });
});

it('bills a reasoning model’s reasoning, within max_completion_tokens', async () => {
  const { usage, choices } = await complete(
    saying('Write 40 tokens', { model: 'thinker', reasoning_effort: 'low' }),
    v1Chat,
  );
  expect([usage.completion_tokens_details.reasoning_tokens, usage.completion_tokens]).toEqual([16, 56]);
  expect(choices[0]?.finish_reason).toBe('stop');
  const cut = await complete(saying('Write 40 tokens', { model: 'thinker', max_completion_tokens: 10 }), v1Chat);
  expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
  expect(cut.usage.completion_tokens).toBe(10);
});

it('filters a completion that carries the word, and says so', async () => {
  const { choices } = await complete(saying('trip-completion-filter'));
  expect(choices[0]).toMatchObject({
    finish_reason: 'content_filter',
    content_filter_results: { hate: { filtered: true } },
  });
});

it('takes as long as its tokens', async () => {
  const slow = await startEast({ tokenDelayMs: 5 });
  const startedAt = performance.now();
  await (await ask(slow, datedChat, saying('Write 40 tokens'))).json();
  expect(performance.now() - startedAt).toBeGreaterThan(180);
  await slow.stop();
});
