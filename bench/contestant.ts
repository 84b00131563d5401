import type { StreamKind } from './canned-answers.ts';
import type { Meter } from './meters.ts';

/** Who takes part. `direct` is the upstream itself, for latencies only. */
export type ContestantName = 'direct' | 'raw' | 'hello' | 'functions' | 'sluice' | 'portkey';

/** A request as the load sends it. */
export type BenchRequest = {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** A gateway, or what stands in its place, with its processes under meters. */
export type Contestant = {
  readonly name: ContestantName;
  chat(): BenchRequest;
  stream(kind: StreamKind, chunks: number): BenchRequest;
  /** Of the process that does the work; `direct` has none. */
  readonly meter: Meter | undefined;
  /** Of the process before it: the Functions host. */
  readonly hostMeter: Meter | undefined;
  stop(): Promise<void>;
};
