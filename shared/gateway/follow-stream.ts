import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { ChatStreamAnswer } from '../upstream/chat-stream-answer.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { recordCall, type CallOutcome } from './record-call.ts';
import type { Served } from './serve.ts';

/** A stream that has given its first output, and how long that took in milliseconds. */
export type OpenStream = {
  readonly stream: ChatStreamAnswer;
  readonly chunks: AsyncGenerator<Buffer>;
  readonly firstOutputMs: number;
};

/**
 * The chunks of an open stream, and behind the last of them what the stream became: its deployment's health and the
 * call's record follow the end, not the opening. Throws the `GatewayError` that the caller is told when it breaks.
 */
export async function* followStream(
  served: Served<OpenStream>,
  model: string,
  call: Call,
  parts: Parts,
): AsyncGenerator<Buffer> {
  const { result, deployment } = served;
  const state = parts.states.of(deployment);
  let outcome: CallOutcome['outcome'] = 'abandoned';
  try {
    yield* result.chunks;
    outcome = 'completed';
    state.succeeded(result.firstOutputMs);
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) {
      throw error;
    }
    outcome = error.kind === 'abandoned' ? 'abandoned' : 'cut';
    state.failed(error.kind, error.status, error.rule.unhealthy, parts.now());
    parts.log.warn('stream-cut', {
      requestId: call.requestId,
      deployment: deployment.name,
      failure: error.kind,
      upstreamRequestId: error.upstreamRequestId,
    });
    throw error.toGatewayError();
  } finally {
    recordCall(call, parts, { operation: 'chat', model, served, usage: result.stream.usage, outcome, stream: true });
  }
}
