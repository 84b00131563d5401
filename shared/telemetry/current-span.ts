import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './span.ts';

/** Does work in the course of a span, so that what has no other way to it (a secret's reader, a cache) finds it. */
export function runInSpan<Result>(span: Span, work: () => Result): Result {
  return storage.run(span, work);
}

/** Does work in the course of no span, though it was started in one: what is done for many calls at once is part of none. */
export function runOutsideSpans<Result>(work: () => Result): Result {
  return storage.run(undefined, work);
}

/** The span in the course of which this runs; `undefined` outside of all, and where nothing is traced. */
export function currentSpan(): Span | undefined {
  return storage.getStore();
}

const storage = new AsyncLocalStorage<Span | undefined>();
