import type { Call } from '../gateway/call.ts';
import type { Arrival } from './arrival.ts';

/** One request as a function reads it. Everything comes from the connection itself, nothing from what the host made of it. */
export type Exchange = {
  readonly requestId: string;
  /** The decoded segments of the path, such as `['openai', 'deployments', 'gpt-4o', 'embeddings']`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly arrival: Arrival;
  readJson(): Promise<unknown>;
};

/** A request whose caller is known. */
export type CallerExchange = Exchange & { readonly call: Call };
