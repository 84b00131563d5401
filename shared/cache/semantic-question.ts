import { isJsonObject, type JsonObject } from '../openai/json-object.ts';

/** A chat request in two: the text that may be near another, and all else, which must be the same. */
export type SemanticQuestion = {
  /** The text of the last message, the user's. */
  readonly text: string;
  /**
   * The request without that text, but with the numbers in it: "in 2023" and "in 2024" lie close together for any
   * embedding, and are never the same question.
   */
  readonly rest: JsonObject;
};

/**
 * Splits a chat request whose last message is the user's and has text. `undefined` for any other: what follows a tool's
 * result or continues an answer is not a question that can be asked in other words.
 */
export function semanticQuestion(request: JsonObject): SemanticQuestion | undefined {
  const messages: readonly unknown[] = Array.isArray(request['messages']) ? request['messages'] : [];
  const last = messages.at(-1);
  if (!isJsonObject(last) || last['role'] !== 'user') {
    return undefined;
  }
  const parts: readonly unknown[] = Array.isArray(last['content'])
    ? last['content']
    : [{ type: 'text', text: last['content'] }];
  const text = parts.flatMap(textOf).join('\n');
  if (text.trim() === '') {
    return undefined;
  }
  const others = parts.filter((part) => textOf(part).length === 0);
  const rest = {
    ...request,
    messages: [...messages.slice(0, -1), { ...last, content: { others, numbers: text.match(numbers) ?? [] } }],
  };
  return { text, rest };
}

/** The text of a plain text part. One with further members is not plain: they count, so the part must be the same. */
function textOf(part: unknown): string[] {
  const isPlain = isJsonObject(part) && part['type'] === 'text' && Object.keys(part).length === 2;
  return isPlain && typeof part['text'] === 'string' ? [part['text']] : [];
}

const numbers = /\p{N}+(?:[.,]\p{N}+)*/gu;
