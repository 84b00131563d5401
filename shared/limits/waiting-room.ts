import type { Admission, AdmissionRequest, Admitted, Refused } from './admission.ts';
import { WaitingLine } from './waiting-line.ts';

/** What a waiting room needs. `now` gives epoch milliseconds, `random` [0, 1). */
export type WaitingRoomOptions = {
  /** Asks once. Rejects only for what is wrong with the request itself. */
  readonly admit: (request: AdmissionRequest) => Promise<Admission>;
  /** Gives back what was taken for a call that has left meanwhile. */
  readonly giveBack: (admitted: Admitted) => void;
  /** Most calls that wait at one limit. */
  readonly maxWaiting: number;
  readonly now: () => number;
  readonly random: () => number;
};

/**
 * Lets calls wait until the limit that keeps them out has room. There is one line at each such limit; only its head asks
 * for admission, when the limit said that there may be room or when something is given back here, so that nobody is woken
 * for nothing.
 */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions;
  readonly #lines = new Map<string, Line>();

  constructor(options: WaitingRoomOptions) {
    this.#options = options;
  }

  /** How many calls wait. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, { queue }) => sum + queue.length, 0);
  }

  /**
   * The admission of a call that waits up to `maxWaitMs` for it. Refused at once where no wait that short helps, or where
   * the line is full. Rejects with the signal's reason when it aborts; the call has left the line then and holds nothing.
   */
  async admitWithin(request: AdmissionRequest, maxWaitMs: number, signal: AbortSignal): Promise<Admission> {
    signal.throwIfAborted();
    const endMs = this.#options.now() + maxWaitMs;
    // Whoever waits at one of the same limits was there first.
    const busy = request.limits.find(({ key }) => this.#lines.has(key));
    if (busy !== undefined) return this.#wait({ caller: request.caller, request, endMs }, busy.key, signal);
    const admission = await this.#options.admit(request);
    if (signal.aborted && admission.kind === 'admitted') this.#options.giveBack(admission);
    signal.throwIfAborted();
    const next = this.#nextStep(admission, endMs);
    if (next.line === undefined) return next.admission;
    return this.#wait({ caller: request.caller, request, endMs, refused: next.refused }, next.line, signal);
  }

  /** Something was given back to these limits: whoever is next there may try. */
  noteRoom(keys: readonly string[]): void {
    if (this.#lines.size === 0) return;
    for (const key of keys) {
      const line = this.#lines.get(key);
      if (line !== undefined) void this.#serve(line);
    }
  }

  async #wait(waiter: Waiter, key: string, signal: AbortSignal): Promise<Admission> {
    const { promise, resolve, reject } = Promise.withResolvers<Admission>();
    // At once, because an admission that is under way is given back where its waiter is gone.
    waiter.resolve = (admission) => {
      waiter.isGone = true;
      resolve(admission);
    };
    waiter.reject = (reason) => {
      waiter.isGone = true;
      reject(reason);
    };
    const hangUp = (): void => waiter.reject?.(signal.reason);
    const waitMs = Math.max(0, waiter.endMs - this.#options.now());
    const timer = setTimeout(() => waiter.resolve?.(refusalFor(waiter)), waitMs);
    signal.addEventListener('abort', hangUp, { once: true });
    try {
      this.#join(waiter, key);
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      this.#leave(waiter);
    }
  }

  #join(waiter: Waiter, key: string): void {
    const { now, maxWaiting } = this.#options;
    const line = this.#lines.get(key) ?? { key, queue: new WaitingLine<Waiter>(), nextTryMs: now() };
    waiter.line = line;
    if (line.queue.length >= maxWaiting) {
      waiter.resolve?.({ ...refusalFor(waiter), reason: 'line-full' });
    } else if (line.nextTryMs > waiter.endMs) {
      waiter.resolve?.(refusalFor(waiter));
    } else {
      line.queue.join(waiter);
      if (!this.#lines.has(key)) {
        this.#lines.set(key, line);
        this.#serveIn(line, waiter.refused);
      }
    }
  }

  #leave(waiter: Waiter): void {
    const { line } = waiter;
    const wasHead = line?.queue.head === waiter;
    if (line === undefined || !line.queue.leave(waiter)) return;
    if (line.queue.length === 0) this.#close(line);
    // The next one may need less.
    else if (wasHead) void this.#serve(line);
  }

  #close(line: Line): void {
    clearTimeout(line.timer);
    if (this.#lines.get(line.key) === line) this.#lines.delete(line.key);
  }

  #serveIn(line: Line, refused: Refused | undefined): void {
    const waitMs = refused?.retryAfterMs ?? 0;
    line.lastRefused = refused;
    line.nextTryMs = this.#options.now() + waitMs;
    clearTimeout(line.timer);
    // Instances that share a store are told the same moment; a little apart, not all of them come for the same room.
    line.timer = setTimeout(() => void this.#serve(line), waitMs + this.#options.random() * mostJitterMs);
  }

  async #serve(line: Line): Promise<void> {
    line.isNews = true;
    if (line.isServing === true) return;
    line.isServing = true;
    for (let head = line.queue.head; head !== undefined && line.isNews; head = line.queue.head) {
      line.isNews = false;
      if (await this.#serveHead(line, head)) line.isNews = true;
    }
    line.isServing = false;
    if (line.queue.length === 0) this.#close(line);
  }

  /** Whether the next in line may try as well. */
  async #serveHead(line: Line, head: Waiter): Promise<boolean> {
    if (hasLeft(head)) return line.queue.leave(head);
    let admission: Admission;
    try {
      admission = await this.#options.admit(head.request);
    } catch (error) {
      line.queue.leave(head);
      head.reject?.(error);
      return true;
    }
    if (hasLeft(head)) {
      if (admission.kind === 'admitted') this.#options.giveBack(admission);
      return true;
    }
    const next = this.#nextStep(admission, head.endMs);
    if (next.line === line.key) {
      head.refused = next.refused;
      this.#serveIn(line, next.refused);
      return false;
    }
    if (admission.kind === 'admitted') line.queue.serveHead();
    else line.queue.leave(head);
    if (next.line === undefined) {
      head.resolve?.(next.admission);
    } else {
      head.refused = next.refused;
      this.#join(head, next.line);
    }
    return true;
  }

  /** At which limit to wait; or the answer, when waiting does not help within the time there is. */
  #nextStep(admission: Admission, endMs: number): NextStep {
    if (admission.kind === 'admitted' || admission.retryAfterMs === undefined || admission.limit === undefined) {
      return { line: undefined, admission };
    }
    const isTooLong = this.#options.now() + admission.retryAfterMs > endMs;
    return isTooLong ? { line: undefined, admission } : { line: admission.limit.key, refused: admission };
  }
}

type NextStep =
  | { readonly line: undefined; readonly admission: Admission }
  | { readonly line: string; readonly refused: Refused };

type Line = {
  readonly key: string;
  readonly queue: WaitingLine<Waiter>;
  nextTryMs: number;
  lastRefused?: Refused | undefined;
  timer?: NodeJS.Timeout;
  isServing?: boolean;
  /** Whether there may be room that the head has not asked for yet. */
  isNews?: boolean;
};

type Waiter = {
  readonly caller: string;
  readonly request: AdmissionRequest;
  readonly endMs: number;
  refused?: Refused | undefined;
  line?: Line;
  isGone?: boolean;
  resolve?: (admission: Admission) => void;
  reject?: (reason: unknown) => void;
};

const mostJitterMs = 25;

function hasLeft({ isGone }: Waiter): boolean {
  return isGone === true;
}

/** What a call is told that has not asked itself: why the line stands, without what concerns others only. */
function refusalFor({ refused, line, request }: Waiter): Refused {
  const known: Refused = refused ??
    line?.lastRefused ?? { kind: 'refused', reason: 'rate', limit: undefined, retryAfterMs: undefined, states: [] };
  const own = new Set(request.limits.map(({ key }) => key));
  return { ...known, states: known.states.filter(({ limit }) => own.has(limit.key)) };
}
