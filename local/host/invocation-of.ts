import { randomBytes, randomUUID } from 'node:crypto';
import type { Invocation } from './worker-message.ts';

/**
 * A new invocation of a function. Its trace context continues the caller's `traceparent` where that is well formed, and
 * begins a trace where it is not.
 */
export function invocationOf(
  functionName: string,
  input: Pick<Invocation, 'inputs' | 'triggerMetadata'>,
  trace: { readonly traceparent?: string | string[] | undefined; readonly tracestate?: string | string[] | undefined },
): Invocation {
  const traceId = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(trace.traceparent))?.[1];
  return {
    invocationId: randomUUID(),
    functionName,
    ...input,
    traceParent: `00-${traceId ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`,
    traceState: traceId === undefined ? '' : String(trace.tracestate ?? ''),
  };
}
