import { retryAfterMs } from '../resilience/retry-after.ts';
import { failureOfAnswer, failureOfError, upstreamRequestIdOf, type FailureDialect } from './failure-of-error.ts';
import { readErrorText } from './read-error-text.ts';
import type { PooledAnswer, PooledBytes, PooledFetch } from './pooled-fetch.ts';
import type { AttemptAnswer } from './provider.ts';
import { UpstreamFailure } from './upstream-failure.ts';

/** How a provider's requests go out and how its refusals are read. */
export type Transport = {
  readonly fetch: PooledFetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly dialect?: FailureDialect;
};

/**
 * The answer to a request over the pooled fetch, whether an official client sends it or only forms it. Resolves when the
 * answer's headers are there; throws `UpstreamFailure` for everything but a 200.
 */
export async function openAnswer(
  send: () => Promise<PooledAnswer>,
  deployment: string,
  { fetch, now, dialect }: Transport,
): Promise<AttemptAnswer & { readonly bytes: PooledBytes }> {
  try {
    const { status, headers, bytes } = await send();
    if (status >= 400) {
      throw failureOfAnswer(status, headers, await readErrorText(bytes), deployment, now(), dialect);
    }
    if (status !== 200) {
      bytes.destroy();
      throw new UpstreamFailure('failed', `Deployment ${deployment} answered with status ${status}.`, {
        status,
        retryAfterMs: retryAfterMs(headers, now()),
      });
    }
    return { headers, bytes, upstreamRequestId: upstreamRequestIdOf(headers) };
  } catch (error) {
    throw failureOfError(error, deployment, (headers) => fetch.errorText(headers), now(), dialect);
  }
}

/** Sends a request whose answer says nothing but that it came: it is read and dropped. Throws `UpstreamFailure`. */
export async function probeAnswer(
  send: () => Promise<PooledAnswer>,
  deployment: string,
  signal: AbortSignal,
  transport: Transport,
): Promise<void> {
  const { bytes } = await openAnswer(send, deployment, transport);
  try {
    await bytes.dump({ limit: maxProbeBytes, signal });
  } catch (error) {
    throw failureOfError(error, deployment, () => undefined, transport.now());
  }
}

const maxProbeBytes = 4_194_304;
