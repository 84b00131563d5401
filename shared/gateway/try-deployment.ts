import type { Deployment } from '../config/config.ts';
import type { LearnedParameters } from '../deployments/deployment-state.ts';
import { quotaExhaustedMs } from '../deployments/read-quota-headers.ts';
import { GatewayError } from '../errors.ts';
import { AttemptClock } from '../resilience/attempt-clock.ts';
import type { Credential, CredentialSource } from '../secrets/credential.ts';
import { failureOfExpiry } from '../upstream/failure-of-broken-body.ts';
import { attributes, events } from '../telemetry/names.ts';
import type { Span } from '../telemetry/span.ts';
import { formatTraceparent } from '../telemetry/trace-context.ts';
import type { Attempt, AttemptAnswer, Provider } from '../upstream/provider.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { endFailedAttempt, openAttemptSpan, type AttemptedOperation } from './attempt-span.ts';
import type { Call } from './call.ts';
import { attemptMsOf, deadlineAtMs } from './deadline-at-ms.ts';
import type { Parts } from './parts.ts';

/** What an operation does at one deployment: the attempt, and what becomes of its answer. */
export type Work<Result> = {
  /** What it asks for, as traces say it. */
  readonly asks: AttemptedOperation;
  /** Whether the time to the first output is bounded apart from the attempt: true for streams. */
  readonly streams: boolean;
  send(provider: Provider, attempt: Attempt): Promise<AttemptAnswer>;
  /** Turns an answer into the result; it throws `UpstreamFailure` when the answer is none. */
  read(answer: AttemptAnswer, deployment: Deployment, clock: AttemptClock, span: Span | undefined): Promise<Result>;
  /** What a refusal teaches, when the same request in another form may pass. */
  learnFrom?(
    provider: Provider,
    failure: UpstreamFailure,
    deployment: Deployment,
    learned: LearnedParameters,
  ): LearnedParameters | undefined;
};

/**
 * One deployment's turn at a call: one attempt, and another only where a new credential or a lesson about its parameters
 * makes it a different request. Throws `UpstreamFailure`.
 */
export async function tryDeployment<Result>(
  work: Work<Result>,
  deployment: Deployment,
  call: Call,
  parts: Parts,
  startAttempt: () => void,
): Promise<Result> {
  const source = parts.credentialOf(deployment);
  const state = parts.states.of(deployment);
  let credential = await currentCredential(source, deployment);
  let replacements = 0;
  for (;;) {
    const learned = state.learned(parts.now());
    try {
      startAttempt();
      const result = await attemptOnce(work, deployment, credential, learned, call, parts);
      parts.metrics.attempted(deployment.name, 'succeeded');
      return result;
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) {
        throw error;
      }
      parts.metrics.attempted(deployment.name, error.kind);
      const replacement =
        error.kind === 'credential-refused' && replacements < 2 ? await replaced(source, credential) : undefined;
      const lesson = work.learnFrom?.(parts.providerOf(deployment), error, deployment, learned);
      if (replacement !== undefined) {
        credential = replacement;
        replacements += 1;
        parts.metrics.credentialReplaced(deployment.name);
        call.span?.note(events.credentialReplaced, { [attributes.deployment]: deployment.name });
        parts.log.info('credential-replaced', { requestId: call.requestId, deployment: deployment.name });
      } else if (lesson !== undefined) {
        state.learn(lesson, parts.now());
        parts.log.info('parameter-learned', { requestId: call.requestId, deployment: deployment.name, ...lesson });
      } else {
        throw error;
      }
    }
  }
}

async function attemptOnce<Result>(
  work: Work<Result>,
  deployment: Deployment,
  credential: Credential,
  learned: LearnedParameters,
  call: Call,
  parts: Parts,
): Promise<Result> {
  const { config, now } = parts;
  const { firstOutputMs, idleMs } = config.timeouts;
  const clock = new AttemptClock(
    {
      attemptMs: attemptMsOf(call, config),
      idleMs,
      firstOutputMs: work.streams ? firstOutputMs : undefined,
      deadlineMs: deadlineAtMs(call, config) - now(),
    },
    call.gone,
    now,
  );
  const span = openAttemptSpan(work.asks, deployment, call, parts);
  try {
    const answer = await work.send(parts.providerOf(deployment), {
      deployment,
      credential,
      learned,
      signal: clock.signal,
      requestId: call.requestId,
      traceparent: span === undefined ? call.traceparent : formatTraceparent(span.context),
    });
    noteQuota(answer, deployment, parts);
    span?.set({ [attributes.httpStatus]: 200, [attributes.upstreamRequestId]: answer.upstreamRequestId });
    const result = await work.read(answer, deployment, clock, span);
    if (!work.streams) {
      span?.end();
      clock.stop();
      parts.states.of(deployment).succeeded(clock.elapsedMs, parts.now());
      parts.latencies.of(deployment.alias, false).add(clock.elapsedMs);
    }
    return result;
  } catch (error) {
    const expired = failureOfExpiry(clock.expiry, deployment.name);
    // Whatever of the answer is still under way is not wanted any more.
    clock.cancel();
    endFailedAttempt(span, expired ?? error);
    throw expired ?? error;
  }
}

function noteQuota(answer: AttemptAnswer, deployment: Deployment, parts: Parts): void {
  parts.states.of(deployment).quota.note(answer.headers, parts.now());
  const exhaustedMs = quotaExhaustedMs(answer.headers);
  if (exhaustedMs !== undefined) {
    parts.states.of(deployment).exhaustedUntilMs = parts.now() + exhaustedMs;
  }
}

async function currentCredential(source: CredentialSource, deployment: Deployment): Promise<Credential> {
  try {
    return await source.current();
  } catch (error) {
    throw error instanceof GatewayError
      ? new UpstreamFailure(
          'no-credential',
          `The credential of deployment ${deployment.name} could not be read: ${error.message}`,
          {
            cause: error,
          },
        )
      : error;
  }
}

/** A vault that is down has no other credential: the refusal stands. */
async function replaced(source: CredentialSource, rejected: Credential): Promise<Credential | undefined> {
  try {
    return await source.replace(rejected);
  } catch (error) {
    if (error instanceof GatewayError) {
      return undefined;
    }
    throw error;
  }
}
