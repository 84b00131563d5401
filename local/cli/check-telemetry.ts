import type { InsightsSettings } from '../../shared/config/config.ts';
import { insightsAddressSchema } from '../../shared/config/insights-schema.ts';
import { GatewayError } from '../../shared/errors.ts';
import type { CheckResult } from './check-result.ts';

/** What a check of telemetry needs from outside. `requestToken` may reject with a `GatewayError` that says what to do. */
export type CheckTelemetryOptions = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly requestToken: (scope: string, clientId: string | undefined) => Promise<{ readonly token: string }>;
};

/**
 * Sends Application Insights one event, named `sluice.config_check`, and says what came of it: only a real item shows
 * whether its resource is known and takes it. Never throws.
 */
export async function checkTelemetry(
  { connectionString, identity }: InsightsSettings,
  { fetch, now, requestToken }: CheckTelemetryOptions,
): Promise<CheckResult> {
  const startedAt = now();
  const result = (state: CheckResult['state'], finding: string) => ({ state, latencyMs: now() - startedAt, finding });
  const text = connectionString.reveal();
  const { ingestionEndpoint, instrumentationKey } = insightsAddressSchema.parse(text);
  const audience = /AADAudience=([^;]+)/.exec(text)?.[1] ?? 'https://monitor.azure.com';
  try {
    const scope = `${audience.replace(/\/+$/, '')}/.default`;
    const token = identity && (await requestToken(scope, identity.clientId)).token;
    const response = await fetch(`${ingestionEndpoint}/v2.1/track`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify([itemOf(instrumentationKey)]),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimitMs),
    });
    await response.body?.cancel();
    if (response.status === 200) return result('ok', 'Application Insights takes telemetry');
    if (response.status === 429)
      return result('throttled', 'HTTP 429: reachable, but its daily cap or rate is used up');
    return result('failed', `HTTP ${response.status}: ${adviceOn(response.status, identity !== undefined)}`);
  } catch (error) {
    if (error instanceof GatewayError) return result('failed', error.message);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return result(
      'failed',
      `${code}: could not be reached; check APPLICATIONINSIGHTS_CONNECTION_STRING and the network`,
    );
  }
}

function adviceOn(status: number, isIdentity: boolean): string {
  if (status === 401 || status === 403) {
    return isIdentity
      ? 'the identity lacks the role Monitoring Metrics Publisher on the Application Insights resource'
      : 'the resource takes only identities; set APPLICATIONINSIGHTS_AUTHENTICATION_STRING to Authorization=AAD';
  }
  if (status >= 500) return 'it fails on its side; try again later';
  return 'it does not take the event; check the InstrumentationKey and the IngestionEndpoint of the connection string';
}

function itemOf(iKey: string) {
  return {
    name: 'Microsoft.ApplicationInsights.Event',
    time: new Date().toISOString(),
    iKey,
    tags: { 'ai.cloud.role': 'sluice config check' },
    data: { baseType: 'EventData', baseData: { ver: 2, name: 'sluice.config_check' } },
  };
}

const timeLimitMs = 15_000;
