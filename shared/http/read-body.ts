import type { HttpRequest } from '@azure/functions';
import { GatewayError } from '../errors.ts';
import { parseJsonBody } from '../openai/read-json.ts';

/**
 * The request's body as parsed JSON. Throws `request_too_large` beyond `maxBytes`, before the rest is read,
 * `unsupported_media_type` for a body that says it is something else, and `invalid_json`.
 */
export async function readJsonBody(
  request: HttpRequest,
  contentType: string | undefined,
  maxBytes: number,
): Promise<unknown> {
  if (contentType !== undefined && !/^application\/([a-z.+-]*\+)?json\b|^text\/json\b/i.test(contentType.trim())) {
    throw new GatewayError('unsupported_media_type', 'Send the body as content-type: application/json.');
  }
  return parseJsonBody(await readBytes(request, maxBytes));
}

async function readBytes(request: HttpRequest, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError('A request body gave something other than bytes.');
    }
    length += chunk.length;
    if (length > maxBytes) {
      throw new GatewayError('request_too_large', `The request body is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}
