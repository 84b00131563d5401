import { currentSpan, runInSpan } from './current-span.ts';
import { attributes } from './names.ts';
import type { SpanAttributes } from './span.ts';
import type { Tracing } from './tracing.ts';

/** Does a question to another system within a span of its own. Its result and its failure are passed on as they are. */
export type WatchDependency = <Result>(
  name: string,
  about: SpanAttributes,
  work: () => Promise<Result>,
) => Promise<Result>;

/**
 * Traces questions to other systems: within the call in whose course they are asked, or else (a write behind everyone's
 * back) as traces of their own. Without `tracing` it only does the work.
 */
export function watchDependencies(tracing: Tracing | undefined): WatchDependency {
  if (tracing === undefined) {
    return (_name, _about, work) => work();
  }
  return async (name, about, work) => {
    const span = currentSpan()?.child(name, 'client', about) ?? tracing.begin(name, 'client', undefined, about);
    try {
      const result = await runInSpan(span, work);
      if (about[attributes.httpMethod] !== undefined) span.set({ [attributes.httpStatus]: 200 });
      return result;
    } catch (error) {
      span.fail(kindOf(error));
      throw error;
    } finally {
      span.end();
    }
  };
}

/** The code or the class of an error; its message may hold anything. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.name;
}
