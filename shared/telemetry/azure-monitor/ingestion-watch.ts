import type { Delivery } from '../outbox.ts';
import { sendRest, type IngestionAnswer, type IngestionRequest, type Wait } from './send-rest.ts';

/** A pipeline policy that notes what ingestion answered, because the exporter does not say. */
export type IngestionWatch = {
  readonly policy: {
    readonly name: string;
    sendRequest<Asked extends IngestionRequest, Answered extends IngestionAnswer>(
      request: Asked,
      next: (request: Asked) => Promise<Answered>,
    ): Promise<Answered>;
  };
  /** Forgets the last answer, before the next request. */
  reset(): void;
  /** What the last answer means for what was sent; none at all is a failure for now. */
  outcome(): Delivery;
};

/**
 * Watches one exporter's requests, bounds the time each may take, and sends again what of a batch was not taken now: the
 * exporter itself would forget it. `wait` is for tests.
 */
export function watchIngestion(wait?: Wait): IngestionWatch {
  let status: number | undefined;
  let lost = 0;
  return {
    policy: {
      name: 'sluice-ingestion-watch',
      async sendRequest(request, next) {
        request.timeout = requestTimeoutMs;
        const first = await next(request);
        ({ status } = first);
        if (status !== takenInPart) return first;
        const rest = await sendRest(request, first, next, wait);
        ({ lost } = rest);
        return rest.answer;
      },
    },
    reset() {
      status = undefined;
      lost = 0;
    },
    outcome() {
      if (status === undefined) return 'later';
      if (status < 300) return lost === 0 ? 'sent' : { lost };
      return transient.has(status) || status >= 500 ? 'later' : 'refused';
    },
  };
}

const takenInPart = 206;
const requestTimeoutMs = 10_000;

/** A role that was just assigned takes minutes until ingestion knows of it: 401 and 403 pass too. */
const transient: ReadonlySet<number> = new Set([401, 403, 408, 429, 439]);
