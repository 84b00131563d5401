import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedText } from '../../../shared/gateway/embed-text.ts';
import { runInSpan } from '../../../shared/telemetry/current-span.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { startScriptedUpstream } from '../../setup/scripted-upstream.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

const embed = (text: string, model = 'text-embedding-3-small') => embedText(text, model, running.parts);

describe('embedText', () => {
  it('embeds one text, the same for the same text', async () => {
    const [first, second, other] = [await embed('blue'), await embed('blue'), await embed('red')];
    expect(first).toHaveLength(1536);
    expect(Math.hypot(...first)).toBeCloseTo(1);
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('accounts for it as the gateway’s own call, whichever models its caller may use', async () => {
    await embed('blue');
    expect(running.log.of('call-ended')).toMatchObject([{ caller: 'sluice', operation: 'embeddings' }]);
  });

  it('is traced within the call that asks', async () => {
    const tracing = recordedTracing();
    const span = tracing.begin('POST /x', 'server', undefined);
    await runInSpan(span, () => embed('blue'));
    const [attempt, whole] = tracing.spans;
    expect(whole).toMatchObject({ name: 'embeddings text-embedding-3-small', parentSpanId: span.context.spanId });
    expect(attempt).toMatchObject({ kind: 'client', parentSpanId: whole?.spanId });
  });

  it('fails as any call fails', async () => {
    await expect(embed('blue', 'gpt-9')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('refuses a vector that is none', async () => {
    const upstream = await startScriptedUpstream((response) =>
      response.end(JSON.stringify({ data: [{ index: 0, object: 'embedding', embedding: 'AAAA' }], usage: {} })),
    );
    await running.stop();
    running = await startGatewayParts({
      file: () => ({
        upstreams: { east: { endpoint: upstream.url, credential: { setting: 'EAST_KEY' } } },
        models: { e: { deployments: [{ name: 'embed-east', upstream: 'east', deployment: 'embed' }] } },
      }),
    });
    await expect(embed('blue', 'e')).rejects.toMatchObject({ code: 'upstream_malformed' });
    await upstream.stop();
  });
});
