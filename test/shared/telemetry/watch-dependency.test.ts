import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { currentSpan, runInSpan } from '../../../shared/telemetry/current-span.ts';
import { watchDependencies } from '../../../shared/telemetry/watch-dependency.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

describe('a watched dependency', () => {
  it('is traced within the span in whose course it is asked, and what it asks within it', async () => {
    const tracing = recordedTracing();
    const watch = watchDependencies(tracing);
    const span = tracing.begin('POST /x', 'server', undefined);
    const ask = () => watch('outer', { 'http.request.method': 'GET' }, () => watch('inner', {}, async () => 'answer'));
    expect(await runInSpan(span, ask)).toBe('answer');
    const [inner, outer] = tracing.spans;
    expect(outer).toMatchObject({
      name: 'outer',
      kind: 'client',
      parentSpanId: span.context.spanId,
      attributes: { 'http.response.status_code': 200 },
    });
    expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer?.spanId, attributes: {} });
  });

  it('begins a trace of its own where nobody asks', async () => {
    const tracing = recordedTracing();
    await watchDependencies(tracing)('write', {}, async () => {});
    expect(tracing.spans).toMatchObject([{ name: 'write', parentSpanId: undefined }]);
  });

  it.each([
    [new GatewayError('secret_unavailable', 'the key is walrus'), 'secret_unavailable'],
    [new TypeError('walrus'), 'TypeError'],
    ['walrus', 'unknown'],
  ])('fails with the kind of its error, whose message it keeps to itself', async (error, kind) => {
    const tracing = recordedTracing();
    const asked = watchDependencies(tracing)('read', {}, () => Promise.reject(error));
    await expect(asked).rejects.toBe(error);
    expect(tracing.spans).toMatchObject([{ isFailed: true, attributes: { 'error.type': kind } }]);
    expect(JSON.stringify(tracing.spans)).not.toContain('walrus');
  });

  it('is only asked where nothing is traced', async () => {
    expect(await watchDependencies(undefined)('read', {}, async () => currentSpan())).toBeUndefined();
  });
});
