import { randomBytes } from 'node:crypto';
import type { InsightsSettings } from '../config/config.ts';
import type { RequestToken } from '../secrets/identity-credential.ts';
import type { Logger } from '../telemetry/log.ts';
import { openTelemetry, type Telemetry } from '../telemetry/open-telemetry.ts';

/** Who sends telemetry, and how it proves that. */
export type InsightsSender = {
  readonly requestToken: RequestToken;
  /** The app's name and its instance's, as the application map shows them. */
  readonly role: string;
  readonly roleInstance: string;
  readonly log: Logger;
};

/** The telemetry that the settings ask for; `undefined` where they name no Application Insights. */
export function openInsights(
  settings: InsightsSettings | undefined,
  { requestToken, role, roleInstance, log }: InsightsSender,
): Telemetry | undefined {
  if (settings === undefined) {
    return undefined;
  }
  const { connectionString, samplePercent, identity } = settings;
  const credential = identity && {
    getToken: (scopes: string | string[]) =>
      requestToken([scopes].flat()[0] ?? 'https://monitor.azure.com/.default', identity.clientId),
  };
  return openTelemetry({
    connectionString,
    credential,
    samplePercent,
    role,
    roleInstance,
    log,
    now: Date.now,
    elapsedMs: () => performance.now(),
    randomBytes,
  });
}
