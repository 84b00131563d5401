import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { countTokens } from '../../../local/azure/tokens.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, startEast } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast();
});
afterAll(() => simulator.stop());

const path = '/openai/deployments/vectors/embeddings?api-version=2024-10-21';
const errorSchema = z.object({ error: z.looseObject({ message: z.string() }) });

async function embeddingsOf(body: object) {
  const answer: unknown = await (await ask(simulator, path, body)).json();
  expect(wireMistakes('azure-v1', 'embeddings', answer)).toEqual([]);
  return answer;
}

it('embeds one text or many, in order, with their tokens counted', async () => {
  const answer = await embeddingsOf({ input: ['hello world', 'bye'] });
  for (const bundle of ['azure-2024-10-21', 'openai'] as const)
    expect(wireMistakes(bundle, 'embeddings', answer)).toEqual([]);
  const tokens = countTokens('hello world', 'text-embedding-3-small') + 1;
  expect(answer).toMatchObject({
    data: [{ index: 0 }, { index: 1 }],
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
  const one = await embeddingsOf({ input: 'bye' });
  expect(one).toHaveProperty(
    ['data', 0, 'embedding'],
    z.looseObject({ data: z.array(z.looseObject({ embedding: z.array(z.number()).length(1536) })) }).parse(answer)
      .data[1]?.embedding,
  );
});

it('embeds token ids', async () => {
  expect(await embeddingsOf({ input: [1, 2, 3] })).toMatchObject({ data: [{}], usage: { prompt_tokens: 3 } });
  expect(await embeddingsOf({ input: [[1], [2, 3]] })).toMatchObject({ data: [{}, {}], usage: { prompt_tokens: 3 } });
});

it('answers base64 and fewer dimensions when asked', async () => {
  const answer = await embeddingsOf({ input: 'a', encoding_format: 'base64', dimensions: 4 });
  const embedding = z.looseObject({ data: z.tuple([z.looseObject({ embedding: z.string() })]) }).parse(answer)
    .data[0].embedding;
  expect(Buffer.from(embedding, 'base64')).toHaveLength(16);
});

it.each([
  ['too many inputs', { input: Array.from({ length: 2049 }, () => 'x') }, /array too long/],
  ['an empty input', { input: '' }, /too short/],
  ['no input', {}, /input/],
  [
    'too long an input',
    { input: ' word'.repeat(9000) },
    /maximum context length is 8192 tokens, however you requested 9000/,
  ],
  ['too many dimensions', { input: 'x', dimensions: 4000 }, /less than or equal to 1536/],
])('refuses %s', async (_what, body, message) => {
  const response = await ask(simulator, path, body);
  expect(response.status).toBe(400);
  expect(errorSchema.parse(await response.json()).error.message).toMatch(message);
});

it('refuses dimensions of a model that has one size, and a chat model', async () => {
  const ada = await ask(simulator, '/openai/v1/embeddings', { model: 'ada', input: 'x', dimensions: 5 });
  expect(errorSchema.parse(await ada.json()).error.message).toBe('This model does not support specifying dimensions.');
  const chat = await ask(simulator, '/openai/v1/embeddings', { model: 'chat', input: 'x' });
  expect(await chat.json()).toMatchObject({
    error: {
      code: 'OperationNotSupported',
      message: expect.stringContaining('embeddings operation does not work with the specified model, gpt-4o'),
    },
  });
});
