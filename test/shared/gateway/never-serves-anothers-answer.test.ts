import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import { AnswerKeeper } from '../../../shared/gateway/answer-keeper.ts';
import { complete, completeAsStream } from '../../../shared/gateway/complete.ts';
import { embedText } from '../../../shared/gateway/embed-text.ts';
import type { Parts } from '../../../shared/gateway/parts.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';
import { textOf } from '../../setup/text-of.ts';

let running: GatewayParts;
afterEach(() => running.stop());

/** A request of one of three callers. Few words and parameters, so that many requests are the same. */
const asked = fc.record({
  caller: fc.constantFrom('a', 'b', 'a","b'),
  content: fc.constantFrom<ChatRequest['messages'][number]['content']>(
    'Why?',
    [{ type: 'text', text: 'Why?' }],
    'How?',
  ),
  temperature: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
  stream: fc.boolean(),
  cacheControl: fc.constantFrom('', 'no-cache', 'max-age=0', 'only-if-cached'),
  isBroken: fc.boolean(),
});

async function partsOver(cache: object): Promise<Parts> {
  running = await startGatewayParts({
    ...routed({ cache, degrade: { staleAnswer: true, text: 'Sorry.' } }),
    retry: { maxAttempts: 1 },
  });
  const { config, log, now } = running.parts;
  const parts: Parts = {
    ...running.parts,
    keeper: new AnswerKeeper(config, undefined, (text, model) => embedText(text, model, parts), log, now),
  };
  return parts;
}

describe('another caller’s answer', () => {
  it.each([
    ['is never served from exact look-ups', { ttlSeconds: 60, staleSeconds: 60 }],
    [
      'is never served from look-ups by meaning',
      { ttlSeconds: 60, staleSeconds: 60, semantic: { embeddingModel: 'text-embedding-3-small', threshold: 0.5 } },
    ],
  ])('%s, whole or streamed, shared, stale or under way', async (_what, cache) => {
    const parts = await partsOver(cache);
    const owners = new Map<string, string>();
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 8 }), async (requests) => {
        // All at once, so that they may also share what is under way.
        const answers = await Promise.allSettled(requests.map((request) => ask(request, parts)));
        for (const [at, answer] of answers.entries()) {
          if (answer.status === 'fulfilled' && answer.value.id !== undefined) {
            const caller = requests[at]?.caller ?? '';
            expect(owners.get(answer.value.id) ?? caller).toBe(caller);
            owners.set(answer.value.id, caller);
            hits += answer.value.cache === 'hit' ? 1 : 0;
          }
        }
      }),
      { numRuns: 60 },
    );
    // The property would hold of a cache that keeps nothing, too.
    expect(hits).toBeGreaterThan(20);
  });
});

async function ask(
  {
    caller,
    content,
    temperature,
    stream,
    cacheControl,
    isBroken,
  }: typeof asked extends fc.Arbitrary<infer Asked> ? Asked : never,
  parts: Parts,
): Promise<{ id: string | undefined; cache: string | undefined }> {
  const call = running.call({
    caller: { name: caller, keys: [], admin: false },
    cacheControl: parseCacheControl(cacheControl),
  });
  const chat: ChatRequest = {
    model: 'gpt-4o',
    messages: [{ role: 'user', content }],
    max_tokens: 1,
    temperature,
    stream,
  };
  const undo = isBroken
    ? running.simulator.inject({ operation: 'chat/completions', times: 1, fault: { kind: 'status', status: 503 } })
    : () => {};
  try {
    if (!stream) {
      const { body, served } = await complete(chat, call, parts);
      return { id: idIn(Buffer.from(body).toString(), served.degraded), cache: served.cache };
    }
    const { chunks, served } = await completeAsStream(chat, call, parts);
    return { id: idIn(await textOf(chunks), served.degraded), cache: served.cache };
  } finally {
    undo();
  }
}

/** The id that the upstream gave an answer; a fixed text has the call's own. */
function idIn(answer: string, degraded: string | undefined): string | undefined {
  return degraded === 'text' ? undefined : /"id":"(chatcmpl[^"]+)"/.exec(answer)?.[1];
}
