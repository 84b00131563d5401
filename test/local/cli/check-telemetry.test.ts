import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedIngestion } from '../../../local/azure/ingestion.ts';
import { checkTelemetry, type CheckTelemetryOptions } from '../../../local/cli/check-telemetry.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { issueSimulatedToken } from '../../../local/azure/simulated-token.ts';
import { freePort } from '../../setup/free-port.ts';
import { startTrustedIngestion } from '../../setup/trusted-ingestion.ts';

let ingestion: SimulatedIngestion;
beforeAll(async () => {
  ingestion = await startTrustedIngestion();
});
afterAll(() => ingestion.stop());

const tokenFor: CheckTelemetryOptions['requestToken'] = (scope) =>
  Promise.resolve({
    token: issueSimulatedToken({
      aud: scope.replace(/\/\.default$/, ''),
      exp: Math.floor(Date.now() / 1000) + 60,
      oid: 'me',
    }),
  });

function check(connectionString = ingestion.connectionString, identity?: { clientId?: string }) {
  return checkTelemetry(
    { connectionString: new SecretValue(connectionString), identity, samplePercent: 100 },
    { fetch, now: Date.now, requestToken: tokenFor },
  );
}

describe('checkTelemetry', () => {
  it('sends one event that names itself', async () => {
    expect(await check()).toMatchObject({ state: 'ok', finding: 'Application Insights takes telemetry' });
    expect(ingestion.envelopes().map(({ data }) => data.baseData.name)).toEqual(['sluice.config_check']);
  });

  it('sends it as the identity where the settings say so', async () => {
    expect(await check(ingestion.connectionString, {})).toMatchObject({ state: 'ok' });
    expect(ingestion.audiences()).toContain('https://monitor.azure.com');
  });

  it.each([
    [403, {}, /^HTTP 403: the identity lacks the role Monitoring Metrics Publisher/],
    [401, undefined, /^HTTP 401: the resource takes only identities; set APPLICATIONINSIGHTS_AUTHENTICATION_STRING/],
    [503, undefined, /^HTTP 503: it fails on its side/],
  ])('says what %i means', async (status, identity, finding) => {
    ingestion.fail({ kind: 'status', status });
    expect(await check(ingestion.connectionString, identity)).toMatchObject({
      state: 'failed',
      finding: expect.stringMatching(finding),
    });
    ingestion.fail(undefined);
  });

  it('finds a resource that is another, and an address where nothing listens', async () => {
    const otherKey = ingestion.connectionString.replace('11111111', '99999999');
    expect(await check(otherKey)).toMatchObject({
      state: 'failed',
      finding: expect.stringContaining('InstrumentationKey'),
    });
    const nowhere = ingestion.connectionString.replace(ingestion.url, `https://127.0.0.1:${await freePort()}`);
    expect(await check(nowhere)).toMatchObject({
      finding: expect.stringMatching(/^ECONNREFUSED: could not be reached/),
    });
  });
});
