/**
 * Runs work that is cut into small steps, and gives the event loop back after a few milliseconds each time; resolves to
 * the work's result. All such work of the process takes turns, one slice per round of the loop, so that many long texts
 * at once hold it no longer than one. Rejects with the signal's reason when it aborts.
 */
export async function inSlices<Result>(steps: Generator<undefined, Result>, signal?: AbortSignal): Promise<Result> {
  let sliceEndMs = performance.now() + firstSliceMs;
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEndMs) continue;
    await nextTurn();
    sliceEndMs = performance.now() + sliceMs;
  }
}

// The first slice has no turn of its own, so it is short; a chat of ordinary length needs no second.
const firstSliceMs = 2;
const sliceMs = 6;

const waiting: (() => void)[] = [];

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(giveTurn);
}
