import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, saying, startEast, v1Chat } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast({
    resources: {
      east: {
        deployments: {
          chat: { model: 'gpt-4o' },
          thinker: { model: 'gpt-5-mini' },
          o: { model: 'o1' },
          luna: { model: 'gpt-6-luna' },
          astra: { model: 'gpt-6.2-astra' },
          pro: { model: 'gpt-5-pro' },
          small: { model: 'gpt-4o', contextWindow: 100 },
        },
      },
    },
  });
});
afterAll(() => simulator.stop());

const tool = { type: 'function', function: { name: 'f' } };
const toolResult = { role: 'tool', tool_call_id: 'c1', content: 'x' };
const toolCall = {
  role: 'assistant',
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
};

const refused: [model: string, more: object, error: object][] = [
  [
    'thinker',
    { max_tokens: 5 },
    {
      code: 'unsupported_parameter',
      param: 'max_tokens',
      message: expect.stringContaining("Use 'max_completion_tokens' instead"),
    },
  ],
  ['thinker', { temperature: 0 }, { code: 'unsupported_parameter', param: 'temperature' }],
  ['thinker', { logit_bias: { 1: 1 } }, { code: 'unsupported_parameter', param: 'logit_bias' }],
  ['thinker', { reasoning_effort: 'none' }, { code: 'unsupported_value', param: 'reasoning_effort' }],
  [
    'astra',
    { reasoning_effort: 'minimal' },
    { code: 'unsupported_value', message: expect.stringContaining("'low', 'medium'") },
  ],
  ['luna', { temperature: 0.5 }, { code: 'unsupported_parameter' }],
  ['o', { stream: true }, { code: 'unsupported_value', param: 'stream' }],
  ['pro', {}, { code: 'OperationNotSupported' }],
  ['chat', { reasoning_effort: 'low' }, { message: 'Unrecognized request argument supplied: reasoning_effort' }],
  [
    'chat',
    { max_tokens: 20_000 },
    { param: 'max_tokens', message: expect.stringContaining('at most 16384 completion tokens') },
  ],
  ['chat', { max_tokens: 5, max_completion_tokens: 5 }, { code: 'invalid_parameter_combination' }],
  ['chat', { max_tokens: 0 }, { param: 'max_tokens', code: 'integer_below_min_value' }],
  ['chat', { temperature: 3 }, { param: 'temperature', code: 'decimal_above_max_value' }],
  ['chat', { temperature: 'hot' }, { param: 'temperature', code: 'invalid_type' }],
  ['chat', { stream_options: {} }, { param: 'stream_options' }],
  ['chat', { top_logprobs: 2 }, { param: 'top_logprobs' }],
  ['chat', { tool_choice: 'auto' }, { param: 'tool_choice' }],
  ['chat', { tools: [tool], tool_choice: { type: 'function', function: { name: 'g' } } }, { param: 'tool_choice' }],
  ['chat', { tools: Array.from({ length: 129 }, () => tool) }, { param: 'tools', code: 'array_above_max_length' }],
  ['chat', { messages: undefined }, { param: 'messages', code: 'missing_required_parameter' }],
  ['chat', { messages: [] }, { param: 'messages', code: 'array_below_min_length' }],
  ['chat', { messages: [{ role: 'robot', content: '' }] }, { param: 'messages[0].role', code: 'invalid_value' }],
  [
    'chat',
    { messages: Array.from({ length: 2049 }, () => ({ role: 'user', content: 'x' })) },
    { code: 'array_above_max_length' },
  ],
  [
    'chat',
    { messages: [{ role: 'user', content: 'x'.repeat(1_048_577) }] },
    { param: 'messages[0].content', code: 'string_above_max_length' },
  ],
  ['chat', { messages: [toolResult] }, { param: 'messages.[0].role' }],
  [
    'chat',
    { messages: [toolCall, { role: 'user', content: 'x' }] },
    { message: expect.stringContaining('did not have response messages: c1') },
  ],
  [
    'small',
    { max_tokens: 99 },
    {
      code: 'context_length_exceeded',
      param: 'messages',
      message: expect.stringContaining(
        'maximum context length is 100 tokens. However, you requested 107 tokens (8 in the messages, 99 in the completion)',
      ),
    },
  ],
  ['small', { messages: [{ role: 'user', content: ' word'.repeat(100) }] }, { code: 'context_length_exceeded' }],
];

it.each(refused.map((row) => [row[0], JSON.stringify(row[1]).slice(0, 60), row] as const))(
  '%s refuses %s',
  async (_model, _json, [model, more, error]) => {
    const response = await ask(simulator, v1Chat, saying('x', { model, ...more }));
    const body: unknown = await response.json();
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ error });
    // Azure's own refusals carry no type and param; those of the model are OpenAI's.
    if (JSON.stringify(body).includes('invalid_request_error'))
      expect(wireMistakes('openai', 'error', body)).toEqual([]);
  },
);

it.each<[string, object]>([
  ['luna', { temperature: 0.5, reasoning_effort: 'none' }],
  ['luna', { reasoning_effort: 'max' }],
  ['chat', { temperature: 0, top_p: 1, max_completion_tokens: 5, a_parameter_nobody_knows: true }],
  ['chat', { messages: [toolCall, toolResult] }],
  ['thinker', { temperature: null, max_tokens: null }],
])('%s takes %j', async (model, more) => {
  expect((await ask(simulator, v1Chat, saying('x', { model, ...more }))).status).toBe(200);
});

it('refuses a body that is no JSON object', async () => {
  for (const body of ['{"messages":', '[]', '']) {
    const response = await ask(simulator, v1Chat, body);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { type: 'invalid_request_error', message: expect.stringMatching(/^We could not parse/) } },
    ]);
  }
});
