/** Whoever waits in a line, on behalf of a caller. */
export type InLine = { readonly caller: string };

/** A line in which callers take turns, and each caller's own come in the order in which they joined. */
export class WaitingLine<Waiter extends InLine> {
  /** Callers in the order of their turns. */
  readonly #callers = new Map<string, Waiter[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Who is next. */
  get head(): Waiter | undefined {
    const [first] = this.#callers.values();
    return first?.[0];
  }

  join(waiter: Waiter): void {
    const own = this.#callers.get(waiter.caller);
    if (own === undefined) this.#callers.set(waiter.caller, [waiter]);
    else own.push(waiter);
    this.#length += 1;
  }

  /** Takes the next one out, served; its caller's turn comes again after all others'. */
  serveHead(): void {
    const [first] = this.#callers;
    if (first === undefined) return;
    const [caller, own] = first;
    own.shift();
    this.#length -= 1;
    this.#callers.delete(caller);
    if (own.length > 0) this.#callers.set(caller, own);
  }

  /** Takes one out that does not wait any more; false when it is not in the line. */
  leave(waiter: Waiter): boolean {
    const own = this.#callers.get(waiter.caller);
    const at = own?.indexOf(waiter) ?? -1;
    if (own === undefined || at < 0) return false;
    own.splice(at, 1);
    this.#length -= 1;
    if (own.length === 0) this.#callers.delete(waiter.caller);
    return true;
  }
}
