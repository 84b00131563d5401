import * as z from 'zod';
import { GatewayError } from '../errors.ts';
import { parseChatRequest, type ChatRequest } from '../openai/chat-request.ts';
import { checkBody } from '../openai/check-body.ts';
import { parseEmbeddingsRequest, type EmbeddingsRequest } from '../openai/embeddings-request.ts';
import { isJsonObject } from '../openai/json-object.ts';

const pathSchema = z.lazy(() =>
  z.enum(['/v1/chat/completions', '/v1/embeddings'], { error: "'/v1/chat/completions' or '/v1/embeddings'" }),
);

/**
 * One request of a batch: what it asks for, and the caller's own name for it. `custom_id` and `url` are what OpenAI's batch
 * files call `id` and `path`. A member that is not known is refused: one that is passed over may be what it was meant by.
 */
export const batchItemSchema = z.lazy(() =>
  z.strictObject({
    id: z.string().max(256).optional(),
    custom_id: z.string().max(256).optional(),
    method: z.literal('POST', { error: "'POST'" }).optional(),
    path: pathSchema.optional(),
    url: pathSchema.optional(),
    body: z.looseObject({}),
  }),
);

/** One request of a batch that can be served. */
export type BatchItem =
  | { readonly operation: 'chat'; readonly request: ChatRequest }
  | { readonly operation: 'embeddings'; readonly request: EmbeddingsRequest };

/** One request of a batch; without a path a chat. Throws `invalid_request`, for a stream too: a result comes whole. */
export function parseBatchItem(item: unknown): BatchItem {
  checkBody(batchItemSchema, item);
  refuseTwo(item, 'id', 'custom_id');
  refuseTwo(item, 'path', 'url');
  if ((item.path ?? item.url) === '/v1/embeddings') {
    return { operation: 'embeddings', request: parseEmbeddingsRequest(item.body) };
  }
  const request = parseChatRequest(item.body);
  if (request.stream === true) {
    throw new GatewayError('invalid_request', 'A request of a batch cannot be streamed.', { param: 'stream' });
  }
  return { operation: 'chat', request };
}

/** The caller's name for a request of a batch, as far as it has one. */
export function batchItemId(item: unknown): string | null {
  const id = isJsonObject(item) ? (item['id'] ?? item['custom_id']) : undefined;
  return typeof id === 'string' ? id : null;
}

function refuseTwo(item: Readonly<Record<string, unknown>>, name: string, alias: string): void {
  if (item[name] !== undefined && item[alias] !== undefined && item[name] !== item[alias]) {
    throw new GatewayError('invalid_request', `'${name}' and '${alias}' are the same, but here they differ.`, {
      param: alias,
    });
  }
}
