/** Whose jobs are under way in this instance. */
export type JobTurns = {
  /**
   * Begins a job of a caller: what ends it. Where that caller has as many under way as one may, it waits a moment for one
   * of them to end; `undefined` when none has.
   */
  begin(caller: string): Promise<EndTurn | undefined>;
};

/** Ends a turn, once. */
type EndTurn = () => void;

/** Who has turns, and who waits for one of theirs to end. */
type Caller = { underWay: number; readonly waiting: Set<() => void> };

/**
 * Sees to it that the jobs of one caller leave room for others': the host takes messages in the order in which they come,
 * and whoever sends hundreds at once would have every place of an instance for as long as they take.
 */
export function createJobTurns(mostPerCaller: number, waitMs = 1_000): JobTurns {
  const callers = new Map<string, Caller>();

  const end = (name: string, caller: Caller): void => {
    const [next] = caller.waiting;
    if (next !== undefined) {
      next();
      return;
    }
    caller.underWay -= 1;
    if (caller.underWay === 0) callers.delete(name);
  };
  return {
    begin(name) {
      const caller = callers.get(name) ?? { underWay: 0, waiting: new Set() };
      callers.set(name, caller);
      const endTurn = () => end(name, caller);
      if (caller.underWay < mostPerCaller) {
        caller.underWay += 1;
        return Promise.resolve(endTurn);
      }
      return new Promise((resolve) => {
        const take = () => {
          clearTimeout(timer);
          caller.waiting.delete(take);
          resolve(endTurn);
        };
        const timer = setTimeout(() => {
          caller.waiting.delete(take);
          resolve(undefined);
        }, waitMs);
        caller.waiting.add(take);
      });
    },
  };
}
