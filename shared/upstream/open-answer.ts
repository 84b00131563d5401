import { retryAfterMs } from '../resilience/retry-after.ts';
import { failureOfAnswer, failureOfError, upstreamRequestIdOf, type FailureDialect } from './failure-of-error.ts';
import type { PooledBytes, PooledFetch } from './pooled-fetch.ts';
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
 * The answer to a request of an official client over the pooled fetch, whether the client sends it or only builds it.
 * Resolves when the answer's headers are there; throws `UpstreamFailure` for everything but a 200.
 */
export async function openAnswer(
  send: () => Promise<Response>,
  deployment: string,
  { fetch, now, dialect }: Transport,
): Promise<AttemptAnswer & { readonly bytes: PooledBytes }> {
  try {
    const response = await send();
    const { headers } = response;
    const errorText = fetch.errorText(headers);
    if (errorText !== undefined) {
      throw failureOfAnswer(response.status, headers, errorText, deployment, now(), dialect);
    }
    if (response.status !== 200) {
      fetch.takeBytes(response).destroy();
      throw new UpstreamFailure('failed', `Deployment ${deployment} answered with status ${response.status}.`, {
        status: response.status,
        retryAfterMs: retryAfterMs(headers, now()),
      });
    }
    return { headers, bytes: fetch.takeBytes(response), upstreamRequestId: upstreamRequestIdOf(headers) };
  } catch (error) {
    throw failureOfError(error, deployment, (headers) => fetch.errorText(headers), now(), dialect);
  }
}

/** Sends a request whose answer says nothing but that it came: it is read and dropped. Throws `UpstreamFailure`. */
export async function probeAnswer(
  send: () => Promise<Response>,
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
