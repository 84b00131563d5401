import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SimulatedIngestion } from '../../../local/azure/ingestion.ts';
import { issueSimulatedToken } from '../../../local/azure/simulated-token.ts';
import { openInsights, type InsightsSender } from '../../../shared/gateway/open-insights.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { startTrustedIngestion } from '../../setup/trusted-ingestion.ts';

let ingestion: SimulatedIngestion;
beforeAll(async () => {
  ingestion = await startTrustedIngestion();
});
afterAll(() => ingestion.stop());

const asked: unknown[] = [];
const sender: InsightsSender = {
  requestToken: async (scope, clientId) => {
    asked.push([scope, clientId]);
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const aud = scope.replace('/.default', '');
    return { token: issueSimulatedToken({ aud, exp: expiresOnTimestamp / 1000, oid: 'me' }), expiresOnTimestamp };
  },
  role: 'sluice',
  roleInstance: 'instance-1',
  log: recordedLog(),
};

async function send(identity?: { clientId?: string }): Promise<void> {
  const connectionString = new SecretValue(ingestion.connectionString);
  const telemetry = openInsights({ connectionString, identity, samplePercent: 100 }, sender);
  telemetry?.tracing.begin('POST /x', 'server', undefined).end();
  await telemetry?.drain(5_000);
}

it('is nothing where the settings name no Application Insights', () => {
  expect(openInsights(undefined, sender)).toBeUndefined();
});

it('sends by the instrumentation key alone, or as the identity that the settings name', async () => {
  await send();
  expect([asked, ingestion.audiences()]).toEqual([[], ['none']]);
  await send({ clientId: 'user-assigned' });
  expect(asked).toEqual([['https://monitor.azure.com/.default', 'user-assigned']]);
  expect(ingestion.audiences()).toEqual(['none', 'https://monitor.azure.com']);
});
