import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeAsStream } from '../../../shared/gateway/complete.ts';
import { followStream } from '../../../shared/gateway/follow-stream.ts';
import { AttemptClock } from '../../../shared/resilience/attempt-clock.ts';
import { ChatStreamAnswer } from '../../../shared/upstream/chat-stream-answer.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { startAnsweringUpstream } from '../../setup/open-answer.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { sendEvents } from '../../setup/scripted-upstream.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts({ timeouts: { idleMs: 400 } });
});
afterEach(() => running.stop());

const messages = [{ role: 'user' as const, content: 'Why is the sky blue?' }];
const open = () => completeAsStream({ model: 'gpt-4o', messages, stream: true }, running.call(), running.parts);

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
}

describe('followStream', () => {
  it('settles-a-cut-stream by what passed, and says that it is an estimate', async () => {
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 12, how: 'reset' } });
    await expect(drain((await open()).chunks)).rejects.toMatchObject({ code: 'upstream_malformed' });
    const [line] = running.log.of('call-ended');
    const [{ promptTokens } = expect.unreachable()] = running.simulator.ledger();
    expect(line).toMatchObject({ outcome: 'cut', estimated: true, promptTokens });
    // Two of the twelve carry no text: the prompt's verdict and the role.
    expect(line?.['completionTokens']).toBe(10);
    expect(running.log.of('stream-cut')).toMatchObject([{ deployment: 'chat-east', failure: 'malformed' }]);
  });

  it('says on the span of its attempt what it took, though it was cut', async () => {
    const tracing = recordedTracing();
    const span = tracing.begin('POST /x', 'server', undefined);
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 12, how: 'reset' } });
    const asked = { model: 'gpt-4o', messages, stream: true };
    const { chunks } = await completeAsStream(asked, running.call({ span }), running.parts);
    span.end();
    await expect(drain(chunks)).rejects.toMatchObject({ code: 'upstream_malformed' });
    expect(tracing.spans).toMatchObject([
      {
        isFailed: true,
        attributes: { 'sluice.failure': 'malformed', 'sluice.outcome': 'cut', 'gen_ai.usage.output_tokens': 10 },
      },
      { name: 'POST /x', isFailed: true, attributes: { 'sluice.outcome': 'cut' } },
    ]);
  });

  it('counts a stream as a success only at its end', async () => {
    const { chunks } = await open();
    const requests = () => running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now()).requestCount;
    await chunks.next();
    expect(requests()).toBe(0);
    await drain(chunks);
    expect(requests()).toBe(1);
  });

  it('records a stream that its reader left, and stops the upstream', async () => {
    running.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const { chunks } = await open();
    await chunks.next();
    await chunks.return(undefined);
    expect(running.log.of('call-ended')).toMatchObject([{ outcome: 'abandoned', estimated: true }]);
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
  });

  it('measures the time to the first output, not to the end', async () => {
    running.simulator.inject({ fault: { kind: 'delay-first-chunk', delayMs: 60 } });
    const { chunks } = await open();
    await drain(chunks);
    const { latencyMs = 0 } = running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now());
    expect(latencyMs).toBeGreaterThanOrEqual(58);
    const [line] = running.log.of('call-ended');
    expect(Number(line?.['durationMs'])).toBeGreaterThanOrEqual(latencyMs - 1);
  });

  it('lets a bug through, and records the call all the same', async () => {
    const { served } = await open();
    const bug = new TypeError('no');
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('data: a\n\n');
      throw bug;
    }
    const upstream = await startAnsweringUpstream((response) =>
      sendEvents(response, [{ choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }]),
    );
    const clock = new AttemptClock({ idleMs: 500, attemptMs: 500, deadlineMs: 500 }, running.call().gone, Date.now);
    const options = { deployment: 'chat-east', choices: 1, hideUsage: true };
    const { stream } = await ChatStreamAnswer.open(await upstream.answer(clock.signal), clock, options);
    const result = { stream, chunks: broken(), firstOutputMs: 1 };
    const permit = running.parts.breakers.of('chat-east').admit() ?? expect.unreachable('The breaker is open.');
    const chunks = followStream(
      { ...served, deployment: running.deployment('chat-east'), permit, result },
      { model: 'gpt-4o', messages },
      running.call(),
      running.parts,
    );
    await expect(drain(chunks)).rejects.toBe(bug);
    expect(running.log.of('call-ended')).toMatchObject([{ outcome: 'abandoned', completionTokens: 1 }]);
    clock.cancel();
    await upstream.stop();
  });
});
