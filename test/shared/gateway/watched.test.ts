import { expect, it } from 'vitest';
import { watchedSecrets, watchedStore, watchedTokens } from '../../../shared/gateway/watched.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { runInSpan } from '../../../shared/telemetry/current-span.ts';
import { watchDependencies } from '../../../shared/telemetry/watch-dependency.ts';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { usageRecord } from '../../setup/usage-record.ts';

it('traces requests for tokens by their scope, without the token', async () => {
  const tracing = recordedTracing();
  const token = { token: 'walrus', expiresOnTimestamp: 1 };
  const request = watchedTokens(async () => token, watchDependencies(tracing));
  expect(await request('https://vault.azure.net/.default', 'me')).toBe(token);
  expect(tracing.spans).toMatchObject([
    { name: 'identity token', attributes: { 'sluice.scope': 'https://vault.azure.net/.default' } },
  ]);
  expect(JSON.stringify(tracing.spans)).not.toContain('walrus');
});

it('traces reads of the vault by the name of the secret, without its value', async () => {
  const tracing = recordedTracing();
  const read = watchedSecrets(
    async () => new SecretValue('walrus'),
    'https://v.vault.azure.net',
    watchDependencies(tracing),
  );
  expect((await read('east-key')).reveal()).toBe('walrus');
  expect(tracing.spans).toMatchObject([
    {
      name: 'key vault read',
      attributes: {
        'url.scheme': 'https',
        'server.address': 'v.vault.azure.net',
        'url.path': '/secrets/east-key',
        'http.response.status_code': 200,
      },
    },
  ]);
  expect(JSON.stringify(tracing.spans)).not.toContain('walrus');
});

it('traces writes of usage by their number', async () => {
  const tracing = recordedTracing();
  const store = watchedStore(createMemoryStore({ maxRecords: 10 }), watchDependencies(tracing));
  // The timer behind a write was started in the course of some call; what is written is everyone's.
  const call = tracing.begin('POST /v1/chat/completions', 'server', undefined);
  await runInSpan(call, () => store.write([usageRecord(), usageRecord({ id: 'req-2' })]));
  expect((await store.scan({ fromMs: 0, toMs: Date.now() * 2 }, 5)).records).toHaveLength(2);
  expect(tracing.spans).toMatchObject([
    { name: 'usage write', attributes: { 'sluice.used': 2 }, parentSpanId: undefined },
  ]);
  expect(tracing.spans[0]?.traceId).not.toBe(call.context.traceId);
});
