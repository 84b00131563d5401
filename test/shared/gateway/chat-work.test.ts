import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endStreamedAttempt, streamedChat, wholeChat, type OpenStream } from '../../../shared/gateway/chat-work.ts';
import { tryDeployment, type Work } from '../../../shared/gateway/try-deployment.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { textOf } from '../../setup/text-of.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts({ timeouts: { idleMs: 400, firstOutputMs: 1_000 } });
});
afterEach(() => running.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Why?' }], max_tokens: 10 };
const run = <Result>(work: Work<Result>) =>
  tryDeployment(work, running.deployment('chat-east'), running.call(), running.parts, () => {});
const runStream = (isHeld: boolean): Promise<OpenStream> => run(streamedChat({ ...chat, stream: true }, isHeld));

describe('wholeChat', () => {
  it('is done when the whole answer is there', async () => {
    expect(await run(wholeChat(chat))).toMatchObject({
      json: { object: 'chat.completion' },
      usage: { completionTokens: 10 },
    });
  });
});

describe('streamedChat', () => {
  it('is done at the first output', async () => {
    running.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const { chunks, firstOutputMs } = await runStream(false);
    const rest = textOf(chunks);
    expect(firstOutputMs).toBeLessThan(200);
    expect(running.simulator.ledger()[0]?.endedAt).toBeUndefined();
    expect(await rest).toMatch(/\[DONE\]\n\n$/);
  });

  it('is done only at the end when it is held, and has taken as long', async () => {
    running.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const { chunks, firstOutputMs, stream } = await runStream(true);
    expect(firstOutputMs).toBeGreaterThanOrEqual(200);
    expect(stream.usage).toMatchObject({ completionTokens: 10 });
    expect(await textOf(chunks)).toMatch(/\[DONE\]\n\n$/);
  });

  it('ends its span with the stream, or when nobody reads what is cancelled', async () => {
    const tracing = recordedTracing();
    const leaving = new AbortController();
    const call = running.call({ span: tracing.begin('POST /x', 'server', undefined), gone: leaving.signal });
    const streaming = streamedChat({ ...chat, stream: true }, false);
    const opened = () => tryDeployment(streaming, running.deployment('chat-east'), call, running.parts, () => {});
    const open = await opened();
    await textOf(open.chunks);
    expect(tracing.spans).toEqual([]);
    endStreamedAttempt(open, 'completed');
    expect(tracing.spans).toMatchObject([
      { attributes: { 'sluice.outcome': 'completed', 'gen_ai.response.finish_reasons': ['length'] } },
    ]);
    await opened();
    leaving.abort();
    expect(tracing.spans[1]).toMatchObject({ isFailed: false, attributes: { 'sluice.outcome': 'cancelled' } });
  });

  it.each([
    ['is cut', { kind: 'cut-after', chunks: 6, how: 'close' }, 'malformed'],
    ['is reset', { kind: 'cut-after', chunks: 6, how: 'reset' }, 'malformed'],
    ['falls silent', { kind: 'stall', chunks: 6 }, 'timed-out'],
    ['reports an error', { kind: 'error-in-stream', chunks: 6 }, 'failed'],
  ] as const)('is a failed attempt when a held stream %s', async (_what, fault, kind) => {
    running.simulator.inject({ fault });
    await expect(runStream(true)).rejects.toMatchObject({ kind });
  });
});
