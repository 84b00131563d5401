import { parseCacheControl } from '../cache/cache-control.ts';
import type { Caller } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import { isJsonObject } from '../openai/json-object.ts';
import { currentSpan } from '../telemetry/current-span.ts';
import { embed } from './embed.ts';
import type { Parts } from './parts.ts';

/** Embeds one text for the gateway's own use, with a model of the gateway file. Throws `GatewayError`. */
export async function embedText(text: string, model: string, parts: Parts): Promise<Float32Array> {
  const request = { model, input: text, encoding_format: 'float' } as const;
  const { body } = await embed(request, ownCall(parts), parts);
  const answer: unknown = body instanceof Uint8Array ? JSON.parse(Buffer.from(body).toString('utf8')) : body;
  const data: unknown = isJsonObject(answer) ? answer['data'] : undefined;
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  const vector: unknown = isJsonObject(first) ? first['embedding'] : undefined;
  if (!Array.isArray(vector) || !vector.every((value) => typeof value === 'number')) {
    throw new GatewayError('upstream_malformed', 'The embedding of a question is not a list of numbers.');
  }
  return Float32Array.from(vector);
}

function ownCall(parts: Parts) {
  return {
    requestId: 'semantic-cache',
    caller: sluice,
    keyId: 'none',
    gone: AbortSignal.timeout(longestMs),
    startedMs: parts.now(),
    cacheControl: parseCacheControl(undefined),
    span: currentSpan(),
    isPart: true,
  };
}

/** Who embeds questions: Sluice itself, in every log and account. */
const sluice: Caller = { name: 'sluice', keys: [], admin: false };

/** A call waits for its semantic look-up; a slow one is worth less than none. */
const longestMs = 3_000;
