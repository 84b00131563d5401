/** A place in a distributed trace, as W3C Trace Context's `traceparent` carries it. Ids in lower-case hex. */
export type TraceContext = {
  /** 32 digits, not all zero. */
  readonly traceId: string;
  /** 16 digits, not all zero: the span that is the parent of what is called next. */
  readonly spanId: string;
  readonly isSampled: boolean;
};

/** Random bytes, as `node:crypto`'s `randomBytes` gives them. */
export type RandomBytes = (size: number) => Buffer;

/**
 * Reads a `traceparent` header; `undefined` for none or an invalid one, which the standard says to ignore.
 *
 * A version above 00 may carry more after its flags and is read as far as 00 goes; version ff is forbidden.
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const [, version, traceId, spanId, flags, more] = traceparent.exec(header ?? '') ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** A caller's `traceparent` as it may be carried on: valid, in the form of version 00; `undefined` otherwise. */
export function cleanTraceparent(header: string | undefined): string | undefined {
  const context = parseTraceparent(header);
  return context === undefined ? undefined : formatTraceparent(context);
}

/** A new span: in its parent's trace where there is a parent, else at the root of a trace of its own. */
export function childOf(parent: TraceContext | undefined, randomBytes: RandomBytes): TraceContext {
  return {
    traceId: parent?.traceId ?? newId(16, randomBytes),
    spanId: newId(8, randomBytes),
    isSampled: parent?.isSampled ?? true,
  };
}

/** The `traceparent` header of a span, to send to what it calls. */
export function formatTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,400})?$/;

/** All zeros is the one id that is not one. */
function newId(size: number, randomBytes: RandomBytes): string {
  let id = randomBytes(size);
  while (id.every((byte) => byte === 0)) id = randomBytes(size);
  return id.toString('hex');
}
