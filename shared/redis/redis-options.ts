/** Where Redis is, and how long it may take. */
export type RedisOptions = {
  /** `redis://` or, with TLS, `rediss://`: user, password, host, port and database. It is a secret where it holds one. */
  readonly url: string;
  /** Longest time of one command. The call it belongs to waits that long when Redis hangs. */
  readonly commandTimeoutMs: number;
  /** Stands before every key. With a `{hash tag}` all keys share one slot, which scripts over several keys need in a cluster. */
  readonly keyPrefix: string;
  readonly log?: RedisLog | undefined;
  /** [0, 1): spreads the reconnections of many instances. */
  readonly random?: (() => number) | undefined;
};

/** What the connection tells: `redis-ready`, and `redis-down` with the error, each when it changes. */
export type RedisLog = {
  info(event: string, fields?: { readonly [name: string]: unknown }): void;
  warn(event: string, fields?: { readonly [name: string]: unknown }): void;
};
