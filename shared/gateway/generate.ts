import { EventSplitter } from '../openai/event-stream.ts';
import { isJsonObject, type JsonObject } from '../openai/json-object.ts';
import { chatOfGenerate } from '../neutral/chat-of-generate.ts';
import type { GenerateRequest } from '../neutral/generate-request.ts';
import { contentOf, type Generated, type GeneratedBy } from '../neutral/generated.ts';
import { NeutralStream } from '../neutral/neutral-stream.ts';
import type { Call } from './call.ts';
import { complete, completeAsStream } from './complete.ts';
import type { Parts } from './parts.ts';
import type { StreamedCompletion } from './serve-chat.ts';
import type { ServedBy } from './served-by.ts';

/** A generated answer and who served it. */
export type Generation = { readonly body: Generated; readonly served: ServedBy };

/** Generates an answer and waits for the whole of it. Throws `GatewayError`. */
export async function generate(request: GenerateRequest, call: Call, parts: Parts): Promise<Generation> {
  const { body, served, usage } = await complete(chatOfGenerate(request, false), only(request, call), parts);
  const completion = parse(body);
  const model = typeof completion['model'] === 'string' ? completion['model'] : null;
  const { finishReason, ...content } = contentOf(completion);
  return {
    body: {
      ...content,
      ...servedBy(served, model, parts),
      usage: usage ?? null,
      finishReason,
      latencyMs: parts.now() - call.startedMs,
      requestId: call.requestId,
    },
    served,
  };
}

/**
 * Generates an answer as an event stream: `delta`, `tool_call`, then `usage`, and `done` as the last of one that is
 * whole. Resolves at the first real output. Throws `GatewayError`, here and from the chunks.
 */
export async function generateAsStream(
  request: GenerateRequest,
  call: Call,
  parts: Parts,
): Promise<StreamedCompletion> {
  const completion = await completeAsStream(chatOfGenerate(request, true), only(request, call), parts);
  return { ...completion, chunks: neutralEvents(completion, call, parts) };
}

async function* neutralEvents(
  { chunks, served, usage }: StreamedCompletion,
  call: Call,
  parts: Parts,
): AsyncGenerator<Buffer> {
  const splitter = new EventSplitter();
  const stream = new NeutralStream();
  for await (const chunk of chunks) {
    const events = splitter.push(chunk).flatMap((event) => stream.read(event));
    if (events.length > 0) {
      yield Buffer.from(events.map(({ event, data }) => frame(event, data)).join(''));
    }
  }
  const end = {
    finishReason: stream.finishReason,
    ...servedBy(served, stream.model, parts),
    latencyMs: parts.now() - call.startedMs,
    requestId: call.requestId,
  };
  yield Buffer.from(`${frame('usage', usage() ?? null)}${frame('done', end)}`);
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function only({ provider }: GenerateRequest, call: Call): Call {
  return provider === undefined ? call : { ...call, provider };
}

function servedBy({ deployment }: ServedBy, model: string | null, { config }: Parts): GeneratedBy {
  const found = config.deployments.find(({ name }) => name === deployment.name);
  return { provider: found?.provider ?? null, model: model ?? found?.model ?? null, deployment: deployment.name };
}

function parse(body: Uint8Array): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  return isJsonObject(value) ? value : {};
}
