import * as z from 'zod';
import { checkBody } from '../openai/check-body.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { isJsonObject, type JsonObject } from '../openai/json-object.ts';

/** What Anthropic's `count_tokens` is asked: a Messages request without what only generating needs. */
export const messagesCountSchema = z.lazy(() =>
  z.looseObject({
    model: z.string().min(1),
    messages: z
      .array(
        z.looseObject({
          role: z.string(),
          content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))], {
            error: 'a string or an array of content blocks',
          }),
        }),
      )
      .min(1),
    system: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).optional(),
    tools: z.array(z.looseObject({ name: z.string() })).optional(),
  }),
);

/** A body that passed `messagesCountSchema`. */
export type MessagesCount = z.infer<typeof messagesCountSchema>;

/** The body as a question for tokens in Anthropic's form. Throws `invalid_request` naming the member at fault. */
export function parseMessagesCount(body: unknown): MessagesCount {
  checkBody(messagesCountSchema, body);
  return body;
}

/** The same chat in OpenAI's form, which is what tokens are counted of. Blocks without text count by their JSON. */
export function chatToCount({ model, messages, system, tools }: MessagesCount): ChatRequest {
  return {
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: textOf(system) }]),
      ...messages.map(({ role, content }) => ({ role, content: partsOf(content) })),
    ],
    ...(tools === undefined ? {} : { tools: tools.map(functionOf) }),
  };
}

type Blocks = string | readonly JsonObject[];

function textOf(content: Blocks): string {
  return typeof content === 'string' ? content : content.map(textOfBlock).join('\n');
}

type Part = JsonObject & { readonly type: string };

function partsOf(content: Blocks): string | Part[] {
  if (typeof content === 'string') return content;
  return content.map((block) => imageOf(block) ?? { type: 'text', text: textOfBlock(block) });
}

function textOfBlock(block: JsonObject): string {
  return typeof block['text'] === 'string' ? block['text'] : JSON.stringify(block);
}

function imageOf({ type, source }: JsonObject): Part | undefined {
  if (type !== 'image' || !isJsonObject(source)) return undefined;
  const { url, media_type: mediaType, data } = source;
  const embedded = typeof data === 'string' && typeof mediaType === 'string' ? `data:${mediaType};base64,${data}` : '';
  return { type: 'image_url', image_url: { url: typeof url === 'string' ? url : embedded } };
}

function functionOf({ name, description, input_schema: parameters }: JsonObject & { name: string }) {
  return { type: 'function', function: { name, description, parameters } };
}
