import type { TraceContext } from './trace-context.ts';

/** Whose work a span is: an answer to someone who asked, a question to another system, or something in between. */
export type SpanKind = 'server' | 'client' | 'internal';

/** What is said of a span or an event; an `undefined` is left out. Never a prompt, an answer, a tool or a credential. */
export type SpanAttributes = {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
};

/** A moment within a span. */
export type SpanEvent = { readonly name: string; readonly atMs: number; readonly attributes: SpanAttributes };

/** A piece of work in a trace while it is under way. Nothing here throws, and nothing of an unsampled trace is kept. */
export type Span = {
  /** Its ids, to send on as `traceparent`; `isSampled` is this process's own decision. */
  readonly context: TraceContext;
  /** Begins a piece of work within this one. */
  child(name: string, kind: SpanKind, attributes?: SpanAttributes): Span;
  /** Says more of it; the last word on a name counts. */
  set(attributes: SpanAttributes): void;
  /** Notes an event on it. */
  note(event: string, attributes?: SpanAttributes): void;
  /** Tells of something that whoever runs the gateway acts on. Such custom events are never sampled away. */
  announce(event: string, attributes?: SpanAttributes): void;
  /** Says that it failed, and of what kind the failure was. */
  fail(errorType: string): void;
  /** Ends it now; only the first end counts. */
  end(): void;
  /** Keeps it open for more to be said after its end; its time is not changed by it. Returns what lets it go, once. */
  hold(): () => void;
};

/** A span that has ended, as plain data. Ids in lower-case hex, times in epoch milliseconds. */
export type RecordedSpan = {
  readonly name: string;
  readonly kind: SpanKind;
  /** The name of the span that this process's part of the trace begins with. */
  readonly operation: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  readonly events: readonly SpanEvent[];
  readonly isFailed: boolean;
  /** The share of traces that are kept, in percent: each stands for 100 / `samplePercent`. */
  readonly samplePercent: number;
};

/** A custom event, and the span it came from. */
export type RecordedEvent = SpanEvent & {
  readonly operation?: string | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
};
