import type { Deployment } from '../../shared/config/config.ts';
import type { CheckResult } from './check-result.ts';
import { probeRequest, type Probe } from './probe-request.ts';
import type { Credential } from '../../shared/secrets/credential.ts';
import { GatewayError } from '../../shared/errors.ts';

/** What a check of a deployment needs from outside. */
export type CheckDeploymentOptions = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** The deployment's credential. Rejects with `GatewayError` when there is none. */
  readonly credential: () => Promise<Credential>;
  readonly probe: Probe;
  readonly timeLimitMs: number;
};

/** Reaches one deployment as a call would, and says what came of it. Never throws. */
export async function checkDeployment(deployment: Deployment, options: CheckDeploymentOptions): Promise<CheckResult> {
  const { now, probe, timeLimitMs } = options;
  const startedAt = now();
  const result = (state: CheckResult['state'], finding: string) => ({ state, latencyMs: now() - startedAt, finding });
  try {
    const { url, ...init } = probeRequest(deployment, await options.credential(), probe);
    // A redirect would carry the credential to wherever it points.
    const response = await options.fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimitMs),
    });
    await response.body?.cancel();
    if (response.ok) return result('ok', found[probe]);
    if (response.status === 429) return result('throttled', 'HTTP 429: reachable, but its rate limit is used up now');
    return result('failed', `HTTP ${response.status}: ${adviceOnStatus(response.status, probe)}`);
  } catch (error) {
    return result('failed', adviceOnError(error));
  }
}

const found = {
  models:
    'the resource answers and takes the credential; the deployment itself was not called (--call does, for chat and embeddings)',
  call: 'the deployment answers',
};

function adviceOnStatus(status: number, probe: Probe): string {
  if (status === 401) {
    return 'the credential is refused; check the key, or the role (Cognitive Services OpenAI User) and scope of the identity';
  }
  if (status === 403) return 'forbidden; check the firewall of the resource';
  if (status === 404 && probe === 'call') return 'no such deployment on the resource; check `deployment`, or create it';
  if (status === 404) return 'nothing there; check the endpoint and the api version';
  if (status === 400) return 'the request is refused; check the api version and the declared model';
  if (status >= 300 && status < 400) return 'redirects, which are never followed; check the endpoint';
  return status >= 500 ? 'the resource fails on its side; try again later' : 'check the endpoint';
}

function adviceOnError(error: unknown): string {
  if (error instanceof GatewayError) return error.message;
  if (!(error instanceof Error)) return 'could not be reached';
  if (error.name === 'TimeoutError')
    return 'no answer in time; check the network path and the firewall of the resource';
  const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.name;
  if (code === 'ENOTFOUND') return `${code}: there is no such host; check the endpoint`;
  if (code === 'ECONNREFUSED') return `${code}: nothing listens there; check the endpoint, or start the simulator`;
  return `${code}: could not be reached; check the endpoint and the network`;
}
