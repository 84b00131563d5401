import { randomBytes } from 'node:crypto';
import type Prometheus from 'prom-client';
import type { ConfiguredNames } from './closed-labels.ts';
import type { EndedCall } from './ended-call.ts';
import { createFamilies, type Families } from './families.ts';
import type { InstanceFigures } from './instance-figures.ts';

/** What metrics are made of. */
export type MetricsOptions = {
  readonly names: ConfiguredNames & { readonly deployments: readonly string[] };
  readonly version: string;
  /** Tells this process apart from others that are scraped at the same address; by default by chance. */
  readonly replica?: string;
  /** Loads the library. */
  readonly load?: () => Promise<typeof Prometheus>;
  /** How long after the first note the library is loaded, unless a scrape comes first. */
  readonly loadAfterMs?: number;
};

/**
 * Counts what this instance does, for `GET /metrics`. Nothing here throws but `text`, and nothing is waited for.
 *
 * The library is loaded off the path of the first call: a moment after it, or by the first scrape. What is counted
 * before waits in line, 10,000 notes at the most.
 */
export class Metrics {
  readonly #options: MetricsOptions;
  readonly #replica: string;
  readonly #counted = new WeakSet<Error>();
  #waiting: Note[] = [];
  #families: Families | undefined;
  #loading: Promise<Families> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#replica = options.replica ?? randomBytes(4).toString('hex');
  }

  ended(call: EndedCall): void {
    this.#note((families) => families.ended(call));
  }

  attempted(deployment: string, result: string): void {
    this.#note((families) => families.attempted(deployment, result));
  }

  movedOn(from: string, to: string): void {
    this.#note((families) => families.movedOn(from, to));
  }

  paced(deployment: string): void {
    this.#note((families) => families.paced(deployment));
  }

  credentialReplaced(deployment: string): void {
    this.#note((families) => families.credentialReplaced(deployment));
  }

  circuitOpened(deployment: string): void {
    this.#note((families) => families.circuitOpened(deployment));
  }

  answered(functionName: string, status: number): void {
    this.#note((families) => families.answered(functionName, status));
  }

  /** An error ended a request. It is a refusal before a call unless the record of a call counts it. */
  requestRefused(code: string, error: Error): void {
    if (!this.#counted.has(error)) {
      this.#note((families) => families.requestRefused(code));
    }
  }

  limitRefused(caller: string, kind: string): void {
    this.#note((families) => families.limitRefused(caller, kind));
  }

  limitNoticed(caller: string, kind: string): void {
    this.#note((families) => families.limitNoticed(caller, kind));
  }

  /** The record of a call counts this error. */
  noteCounted(error: Error): void {
    this.#counted.add(error);
  }

  /** Everything in Prometheus' text format. Rejects where the library cannot be loaded. */
  async text(figures: InstanceFigures): Promise<string> {
    const families = this.#families ?? (await this.#load());
    return families.text(figures);
  }

  #note(note: Note): void {
    if (this.#families !== undefined) {
      note(this.#families);
    } else if (this.#waiting.length < mostWaiting) {
      this.#waiting.push(note);
      this.#timer ??= setTimeout(() => this.#loadUnasked(), this.#options.loadAfterMs ?? 2_000).unref();
      if (this.#waiting.length === many) {
        this.#loadUnasked();
      }
    }
  }

  /** Nobody waits for it who could be told of its failure; the next scrape tries again, and says why. */
  #loadUnasked(): void {
    this.#load().catch(() => {});
  }

  #load(): Promise<Families> {
    clearTimeout(this.#timer);
    this.#loading ??= this.#loaded().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #loaded(): Promise<Families> {
    const { load = loadLibrary, names, version } = this.#options;
    const families = createFamilies(await load(), names, { version, replica: this.#replica });
    this.#families = families;
    this.#waiting.forEach((note) => note(families));
    this.#waiting = [];
    return families;
  }
}

// A CommonJS module in a bundle has nothing but its default export.
async function loadLibrary(): Promise<typeof Prometheus> {
  return (await import('prom-client')).default;
}

type Note = (families: Families) => void;

/** A call makes some five notes: a busy instance does not wait for its moment. */
const many = 1_000;
const mostWaiting = 10_000;
