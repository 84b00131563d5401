import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { endFailedAttempt } from './attempt-span.ts';
import type { Call } from './call.ts';
import { endStreamedAttempt, type OpenStream } from './chat-work.ts';
import type { Parts } from './parts.ts';
import { recordCall, type CallOutcome } from './record-call.ts';
import type { Served } from './serve.ts';
import { withPromptCounted } from './with-prompt-counted.ts';

/**
 * The chunks of an open stream, and behind the last of them what the stream became: its deployment's health, its
 * breaker and the call's record follow the end, not the opening. Throws the `GatewayError` that the caller is told when
 * it breaks.
 */
export async function* followStream(
  served: Served<OpenStream>,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): AsyncGenerator<Buffer> {
  const { result, deployment, permit } = served;
  const state = parts.states.of(deployment);
  // The clock's end would end the span before what the stream took is known.
  const letSpanGo = result.span?.hold();
  let outcome: CallOutcome['outcome'] = 'abandoned';
  let errorCode: string | undefined;
  try {
    yield* result.chunks;
    outcome = 'completed';
    state.succeeded(result.firstOutputMs, parts.now());
    parts.latencies.of(deployment.alias, true).add(result.firstOutputMs);
    permit.succeeded();
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) {
      throw error;
    }
    outcome = error.kind === 'abandoned' ? 'abandoned' : 'cut';
    endFailedAttempt(result.span, error);
    state.failed(error.kind, error.status, error.rule.unhealthy, parts.now());
    if (error.rule.unhealthy) {
      permit.failed();
    }
    parts.log.warn('stream-cut', {
      requestId: call.requestId,
      deployment: deployment.name,
      failure: error.kind,
      upstreamRequestId: error.upstreamRequestId,
    });
    const told = error.toGatewayError();
    errorCode = told.code;
    throw told;
  } finally {
    permit.released();
    endStreamedAttempt(result, outcome);
    letSpanGo?.();
    recordCall(call, parts, {
      operation: 'chat',
      model: requestedModel(chat),
      served,
      usage: await withPromptCounted(result.stream.usage, chat, deployment, parts),
      outcome,
      stream: true,
      firstOutputMs: result.firstOutputMs,
      errorCode,
    });
  }
}
