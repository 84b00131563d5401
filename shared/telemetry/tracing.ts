import { attributes as names } from './names.ts';
import { isTraceSampled } from './is-trace-sampled.ts';
import type { RecordedEvent, RecordedSpan, Span, SpanAttributes, SpanEvent, SpanKind } from './span.ts';
import { childOf, type RandomBytes, type TraceContext } from './trace-context.ts';

/** Where ended spans and custom events go. It must not throw, and returns at once. */
export type TelemetrySink = {
  readonly addSpan: (span: RecordedSpan) => void;
  readonly addEvent: (event: RecordedEvent) => void;
};

/** What tracing needs: where to, how much, the clocks and the dice. */
export type TracingOptions = TelemetrySink & {
  /** Share of traces that are kept, 0 to 100. */
  readonly samplePercent: number;
  /** Epoch milliseconds: when a span began. */
  readonly now: () => number;
  /** Milliseconds of a clock that nobody sets: how long it took. */
  readonly elapsedMs: () => number;
  readonly randomBytes: RandomBytes;
};

/** Begins traces, and continues those of others. */
export type Tracing = {
  /** A span in its parent's trace, or the first of a trace of its own. */
  begin(name: string, kind: SpanKind, parent: TraceContext | undefined, attributes?: SpanAttributes): Span;
  /** A custom event of no span. */
  announce(event: string, attributes?: SpanAttributes): void;
};

/**
 * A recorder of spans as plain data: names, times and ids of W3C Trace Context. What becomes of them is the sink's.
 *
 * Which traces are kept is decided here and by trace id alone. The flag of a caller's `traceparent` decides nothing: it
 * would let a caller fill the operator's workspace, or hide in it.
 */
export function createTracing(options: TracingOptions): Tracing {
  return {
    begin: (name, kind, parent, attributes = {}) => {
      const { traceId, spanId } = childOf(parent, options.randomBytes);
      const isSampled = isTraceSampled(traceId, options.samplePercent);
      return openSpan(
        { name, kind, operation: name, context: { traceId, spanId, isSampled }, parentSpanId: parent?.spanId },
        attributes,
      );
    },
    announce: (name, attributes = {}) => options.addEvent({ name, atMs: options.now(), attributes }),
  };

  function openSpan(begun: BegunSpan, given: SpanAttributes): Span {
    const { context } = begun;
    const [startMs, startedMs] = [options.now(), options.elapsedMs()];
    const attributes: Record<string, SpanAttributes[string]> = { ...given };
    const noted: SpanEvent[] = [];
    let isFailed = false;
    let endMs: number | undefined;
    let holds = 0;
    let isAdded = !context.isSampled;

    const addWhenOver = (): void => {
      if (isAdded || endMs === undefined || holds > 0) return;
      isAdded = true;
      const { name, kind, operation, parentSpanId } = begun;
      const { traceId, spanId } = context;
      const { samplePercent } = options;
      const ids = { traceId, spanId, parentSpanId };
      options.addSpan({
        name,
        kind,
        operation,
        ...ids,
        startMs,
        endMs,
        attributes,
        events: noted,
        isFailed,
        samplePercent,
      });
    };
    return {
      context,
      child: (name, kind, more = {}) => {
        const own = { ...childOf(context, options.randomBytes), isSampled: context.isSampled };
        return openSpan({ name, kind, operation: begun.operation, context: own, parentSpanId: context.spanId }, more);
      },
      set: (more) => void (isAdded || Object.assign(attributes, more)),
      note: (name, more = {}) => {
        if (!isAdded && noted.length < mostEvents) noted.push({ name, atMs: options.now(), attributes: more });
      },
      announce: (name, more = {}) => {
        const { traceId, spanId } = context;
        options.addEvent({ name, atMs: options.now(), attributes: more, operation: begun.operation, traceId, spanId });
      },
      fail: (errorType) => {
        isFailed = true;
        if (!isAdded) attributes[names.errorType] = errorType;
      },
      end: () => {
        endMs ??= startMs + (options.elapsedMs() - startedMs);
        addWhenOver();
      },
      hold: () => {
        holds += 1;
        let isHeld = true;
        return () => {
          holds -= isHeld ? 1 : 0;
          isHeld = false;
          addWhenOver();
        };
      },
    };
  }
}

type BegunSpan = {
  readonly name: string;
  readonly kind: SpanKind;
  readonly operation: string;
  readonly context: TraceContext;
  readonly parentSpanId: string | undefined;
};

/** A call that waits and fails for minutes must not grow without bound. */
const mostEvents = 64;
