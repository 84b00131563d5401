import type { Delivery } from '../outbox.ts';

type Request = { timeout: number };
type Answer = { readonly status: number };

/** A pipeline policy that notes what ingestion answered, because the exporter does not say. */
export type IngestionWatch = {
  readonly policy: {
    readonly name: string;
    sendRequest<Asked extends Request, Answered extends Answer>(
      request: Asked,
      next: (request: Asked) => Promise<Answered>,
    ): Promise<Answered>;
  };
  /** Forgets the last answer, before the next request. */
  reset(): void;
  /** What the last answer means for what was sent; none at all is a failure for now. */
  outcome(): Delivery;
};

/** Watches one exporter's requests, and bounds the time each may take. */
export function watchIngestion(): IngestionWatch {
  let status: number | undefined;
  return {
    policy: {
      name: 'sluice-ingestion-watch',
      async sendRequest(request, next) {
        request.timeout = requestTimeoutMs;
        const answer = await next(request);
        ({ status } = answer);
        return answer;
      },
    },
    reset() {
      status = undefined;
    },
    outcome() {
      if (status === undefined) return 'later';
      // Of a batch that was taken in part, the rest was refused item by item.
      if (status < 300) return 'sent';
      return transient.has(status) || status >= 500 ? 'later' : 'refused';
    },
  };
}

const requestTimeoutMs = 10_000;

/** A role that was just assigned takes minutes until ingestion knows of it: 401 and 403 pass too. */
const transient: ReadonlySet<number> = new Set([401, 403, 408, 429, 439]);
