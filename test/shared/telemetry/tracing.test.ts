import { describe, expect, it } from 'vitest';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

const parent = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', isSampled: false };

describe('a span', () => {
  it('continues the trace of its parent, whose flag decides nothing', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('POST /x', 'server', parent, { a: 1 });
    expect(span.context).toMatchObject({ traceId: parent.traceId, isSampled: true });
    span.end();
    expect(tracing.spans).toEqual([
      {
        name: 'POST /x',
        kind: 'server',
        operation: 'POST /x',
        traceId: parent.traceId,
        spanId: span.context.spanId,
        parentSpanId: parent.spanId,
        startMs: 1_000,
        endMs: 1_000,
        attributes: { a: 1 },
        events: [],
        isFailed: false,
        samplePercent: 100,
      },
    ]);
  });

  it('begins a trace where it has no parent', () => {
    const tracing = recordedTracing();
    const [one, other] = [tracing.begin('a', 'client', undefined), tracing.begin('b', 'client', undefined)];
    expect(one.context.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(one.context.traceId).not.toBe(other.context.traceId);
  });

  it('has children that name its operation', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('POST /x', 'server', undefined);
    const child = span.child('chat', 'client', { b: 2 });
    tracing.clock.ms = 1_200;
    child.end();
    expect(tracing.spans[0]).toMatchObject({
      name: 'chat',
      operation: 'POST /x',
      traceId: span.context.traceId,
      parentSpanId: span.context.spanId,
      startMs: 1_000,
      endMs: 1_200,
      attributes: { b: 2 },
    });
  });

  it('keeps what was said of it, and how it failed', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('a', 'server', undefined, { a: 1, b: 1 });
    span.set({ b: 2 });
    span.note('waited', { ms: 5 });
    span.fail('throttled');
    span.end();
    expect(tracing.spans[0]).toMatchObject({
      attributes: { a: 1, b: 2, 'error.type': 'throttled' },
      events: [{ name: 'waited', atMs: 1_000, attributes: { ms: 5 } }],
      isFailed: true,
    });
  });

  it('ends once, and says nothing more after that', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('a', 'server', undefined);
    span.end();
    tracing.clock.ms = 9_000;
    span.end();
    span.set({ late: true });
    span.note('late');
    span.fail('late');
    expect(tracing.spans).toHaveLength(1);
    expect(tracing.spans[0]).toMatchObject({ endMs: 1_000, attributes: {}, events: [], isFailed: false });
  });

  it('that is held is handed over when the last hold is let go, and ended when it ended', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('a', 'server', undefined);
    const [one, other] = [span.hold(), span.hold()];
    span.end();
    tracing.clock.ms = 2_000;
    one();
    one();
    expect(tracing.spans).toEqual([]);
    span.set({ outcome: 'completed' });
    other();
    expect(tracing.spans).toMatchObject([{ endMs: 1_000, attributes: { outcome: 'completed' } }]);
  });

  it('keeps so many events and no more', () => {
    const tracing = recordedTracing();
    const span = tracing.begin('a', 'server', undefined);
    for (let at = 0; at < 100; at += 1) span.note('waited', { at });
    span.end();
    expect(tracing.spans[0]?.events).toHaveLength(64);
  });
});

describe('an unsampled trace', () => {
  it('has ids of its own to send on, whose flag says that it is not kept', () => {
    const tracing = recordedTracing(0);
    const span = tracing.begin('a', 'server', { ...parent, isSampled: true });
    const child = span.child('b', 'client');
    expect(child.context).toMatchObject({ traceId: parent.traceId, isSampled: false });
    expect(child.context.spanId).not.toBe(span.context.spanId);
    span.set({ a: 1 });
    span.note('b');
    child.end();
    span.end();
    expect(tracing.spans).toEqual([]);
  });

  it('announces its custom events all the same', () => {
    const tracing = recordedTracing(0);
    const span = tracing.begin('POST /x', 'server', undefined);
    span.announce('budget', { used: 3 });
    tracing.announce('circuit');
    const { traceId, spanId } = span.context;
    expect(tracing.events).toEqual([
      { name: 'budget', atMs: 1_000, attributes: { used: 3 }, operation: 'POST /x', traceId, spanId },
      { name: 'circuit', atMs: 1_000, attributes: {} },
    ]);
  });
});
