import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { embeddingsAnswerSchema } from '../../../../shared/http/api/embeddings-answer-schema.ts';
import type { EmbeddingsAnswer } from '../../../../shared/openai/embeddings-answer.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

const answerWith = (embedding: unknown) => ({
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ object: 'embedding', index: 0, embedding }],
  usage: { prompt_tokens: 3, total_tokens: 3 },
});

describe('embeddingsAnswerSchema', () => {
  it.each([[[0.1, -0.2]], ['zczMPc3MTL4=']])('takes a vector as numbers and in base64', (vector) => {
    expect(embeddingsAnswerSchema.safeParse(answerWith(vector)).success).toBe(true);
  });

  it('takes nothing else for a vector', () => {
    expect(embeddingsAnswerSchema.safeParse(answerWith('not base64!')).success).toBe(false);
    expect(embeddingsAnswerSchema.safeParse(answerWith(['0.1'])).success).toBe(false);
  });

  it('takes what the gateway makes of several answers', () => {
    expectTypeOf<EmbeddingsAnswer>().toExtend<DeepReadonly<Known<z.output<typeof embeddingsAnswerSchema>>>>();
  });
});

/** Without the members that nobody named. */
type Known<Value> = Value extends (infer Element)[]
  ? Known<Element>[]
  : Value extends object
    ? { [Name in keyof Value as string extends Name ? never : Name]: Known<Value[Name]> }
    : Value;
