import type { IncomingMessage, ServerResponse } from 'node:http';
import { subscribe } from 'node:diagnostics_channel';
import { createArrival, type Arrival } from './arrival.ts';
import { raiseHeaderLimit } from './raise-header-limit.ts';
import { refuseArrival } from './refuse-arrival.ts';

/** Every request that is under way at the worker's own HTTP server, by invocation id. */
export type Arrivals = {
  /**
   * The real request behind an invocation, until its answer is closed. `undefined` where there is none: the host does
   * not stream, or the request was refused already. Whoever takes it answers for it.
   */
  take(invocationId: string): Arrival | undefined;
  /** How many there are. */
  underWay(): number;
};

/**
 * Begins to note the arrival of each invocation's request in this process.
 *
 * With HTTP streaming on, the host forwards each request to a server that `@azure/functions` opens in the worker, under
 * the header `x-ms-invocation-id`. What the library then shows of it can be rewritten by the caller: a query or body
 * member named `Headers` replaces all headers. Node announces the request itself on a diagnostics channel.
 *
 * A request that no handler takes within `unclaimedAfterMs` (a quarter of it more at most) is answered 400 here; nothing
 * else would ever answer it, and its caller would wait four minutes. The clock counts turns of the event loop's timer,
 * so a process that stood still for a while refuses nobody for that.
 */
export function watchArrivals(options: { unclaimedAfterMs: number }): Arrivals {
  const arrivals = new Map<string, Entry>();
  const unclaimed = new Map<string, Entry>();
  let sweep: NodeJS.Timeout | undefined;
  raiseHeaderLimit();

  subscribe('http.server.request.start', (message) => {
    if (!isExchange(message)) return;
    const { request, response } = message;
    const invocationId = request.headers[invocationIdHeader];
    if (typeof invocationId !== 'string') return;
    if (arrivals.has(invocationId)) {
      // Without the header the library drops the request; with it, the first request's answer would go out here.
      delete request.headers[invocationIdHeader];
      refuseArrival(response, 'Another request under way has the same x-ms-invocation-id.');
      return;
    }
    const closed = () => {
      arrivals.delete(invocationId);
      unclaimed.delete(invocationId);
    };
    const entry: Entry = { arrival: createArrival(request, response, closed), response, turns: 0 };
    arrivals.set(invocationId, entry);
    unclaimed.set(invocationId, entry);
    sweep ??= setInterval(refuseUnclaimed, options.unclaimedAfterMs / turnsUntilRefusal).unref();
  });

  function refuseUnclaimed(): void {
    for (const [invocationId, entry] of unclaimed) {
      entry.turns += 1;
      if (entry.turns <= turnsUntilRefusal) continue;
      arrivals.delete(invocationId);
      unclaimed.delete(invocationId);
      refuseArrival(
        entry.response,
        'The request could not be read as an invocation: check its query, body and headers.',
      );
    }
    if (unclaimed.size === 0) {
      clearInterval(sweep);
      sweep = undefined;
    }
  }

  return {
    take(invocationId) {
      unclaimed.delete(invocationId);
      return arrivals.get(invocationId)?.arrival;
    },
    underWay: () => arrivals.size,
  };
}

const invocationIdHeader = 'x-ms-invocation-id';

const turnsUntilRefusal = 4;

type Entry = { readonly arrival: Arrival; readonly response: ServerResponse; turns: number };

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

function isExchange(message: unknown): message is Exchange {
  return typeof message === 'object' && message !== null && 'request' in message && 'response' in message;
}
