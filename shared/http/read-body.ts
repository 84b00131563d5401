import { GatewayError } from '../errors.ts';
import { parseJsonBody } from '../openai/read-json.ts';
import type { Arrival } from './arrival.ts';

/** A request's body: its bytes, and what they say. */
export type ReceivedJson = { readonly bytes: Uint8Array; readonly json: unknown };

/**
 * A request's body, as it came and as parsed JSON. Throws `request_too_large` beyond `maxBytes`, before the rest is read,
 * `unsupported_media_type` for a body that says it is something else, `caller_gone` for one that breaks off, and
 * `invalid_json`.
 */
export async function receiveJson(arrival: Pick<Arrival, 'headers' | 'body'>, maxBytes: number): Promise<ReceivedJson> {
  const { 'content-length': declaredLength, 'content-type': contentType } = arrival.headers;
  if (Number(declaredLength ?? 0) > maxBytes) {
    throw new GatewayError('request_too_large', `The request body is larger than ${maxBytes} bytes.`);
  }
  if (contentType !== undefined && !/^application\/([a-z.+-]*\+)?json\b|^text\/json\b/i.test(contentType.trim())) {
    throw new GatewayError('unsupported_media_type', 'Send the body as content-type: application/json.');
  }
  const bytes = await arrival.body(maxBytes);
  return { bytes, json: parseJsonBody(bytes) };
}

/** The same, as parsed JSON alone. */
export async function readJsonBody(arrival: Pick<Arrival, 'headers' | 'body'>, maxBytes: number): Promise<unknown> {
  return (await receiveJson(arrival, maxBytes)).json;
}
