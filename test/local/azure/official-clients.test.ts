import {
  APIConnectionError,
  AuthenticationError,
  AzureOpenAI,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  OpenAI,
  RateLimitError,
} from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { startEast } from './simulator-client.ts';

const simulator: Simulator = await startEast();
const { url = '' } = simulator.resources['east'] ?? {};
afterAll(() => simulator.stop());

const azure = new AzureOpenAI({ endpoint: url, apiKey: 'east-key-1', apiVersion: '2024-10-21', maxRetries: 0 });
const openai = new OpenAI({ baseURL: `${url}/openai/v1/`, apiKey: 'east-key-1', maxRetries: 0 });
const hello = [{ role: 'user' as const, content: 'Hello there' }];

describe.each([
  ['AzureOpenAI', azure],
  ['OpenAI', openai],
])('%s', (_name, client) => {
  it('completes a chat, whole and streamed alike', async () => {
    const whole = await client.chat.completions.create({ model: 'chat', messages: hello });
    const streamed = await client.chat.completions.stream({ model: 'chat', messages: hello }).finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(streamed.choices[0]?.finish_reason).toBe('stop');
  });

  it('streams usage when asked', async () => {
    const stream = await client.chat.completions.create({
      model: 'chat',
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    let last: number | undefined;
    for await (const chunk of stream) last = chunk.usage?.completion_tokens;
    expect(last).toBeGreaterThan(10);
  });

  it('runs a tool to its end', async () => {
    const runner = client.chat.completions.runTools({
      model: 'chat',
      messages: [{ role: 'user', content: 'the weather in Rome' }],
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: '',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            parse: JSON.parse,
            function: () => 'sunny',
          },
        },
      ],
    });
    expect(await runner.finalContent()).toContain('sunny');
  });

  it('parses structured output', async () => {
    const format = z.object({
      name: z.string(),
      steps: z.array(z.object({ text: z.string(), minutes: z.number().int() })),
    });
    const completion = await client.chat.completions.parse({
      model: 'chat',
      messages: hello,
      response_format: zodResponseFormat(format, 'recipe'),
    });
    expect(format.parse(completion.choices[0]?.message.parsed)).toBeDefined();
  });

  it('embeds in its default base64', async () => {
    const { data } = await client.embeddings.create({ model: 'vectors', input: ['a', 'b'] });
    expect(data.map(({ embedding }) => Math.hypot(...embedding).toFixed(4))).toEqual(['1.0000', '1.0000']);
  });

  it('iterates the models', async () => {
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toContain('gpt-4o');
  });

  it('aborts a stream, and the simulator sees it', async () => {
    simulator.reset();
    const stream = await client.chat.completions.create({
      model: 'chat',
      messages: [{ role: 'user', content: '16000 tokens' }],
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await vi.waitFor(() => expect(simulator.counts().cancels).toBe(1), { timeout: 1000, interval: 5 });
  });

  it.each([
    ['fault-filter-400', BadRequestError],
    ['fault-key-401', AuthenticationError],
    ['fault-token-401', AuthenticationError],
    ['fault-deployment-404', NotFoundError],
    ['fault-throttled-new', RateLimitError],
    ['fault-status-503', InternalServerError],
    ['fault-reset', APIConnectionError],
    ['fault-truncated-json', SyntaxError],
  ])('throws its own error for %s', async (model, errorClass) => {
    await expect(client.chat.completions.create({ model, messages: hello })).rejects.toBeInstanceOf(errorClass);
  });
});
