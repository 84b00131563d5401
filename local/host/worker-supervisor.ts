import { setTimeout as wait } from 'node:timers/promises';
import type { WorkerProcess } from './worker-process.ts';

/** Keeps one worker process running. */
export type WorkerSupervisor = {
  /** The worker that runs, or the next one as soon as it does. Rejects when no worker could be started any more. */
  current(): Promise<WorkerProcess>;
  /** Kills the worker with all it is doing; another one follows. */
  restart(): void;
  stop(): Promise<void>;
};

/**
 * Starts a worker by `start`, and another one whenever it ends; what happens is told to `onLine`. Rejects when the first
 * one cannot be started. A later one that cannot is the end: the app would not load again either.
 */
export async function superviseWorker(
  start: () => Promise<WorkerProcess>,
  onLine: (line: string) => void,
): Promise<WorkerSupervisor> {
  let current = start();
  let isStopping = false;
  watch(await current);

  function watch(worker: WorkerProcess): void {
    const startedAt = Date.now();
    worker.ended.addEventListener('abort', () => {
      if (isStopping) return;
      onLine('The worker process ended; what it was doing has failed. Starting another one.');
      current = replace(Date.now() - startedAt);
      current.then(watch, (error: unknown) => {
        if (!isStopping)
          onLine(`No worker process runs any more: ${error instanceof Error ? error.message : String(error)}`);
      });
    });
  }

  async function replace(livedMs: number): Promise<WorkerProcess> {
    if (livedMs < shortLifeMs) await wait(shortLifeMs);
    return start();
  }

  return {
    current: () => current,
    restart() {
      current.then(
        (worker) => worker.kill(),
        () => {},
      );
    },
    async stop() {
      isStopping = true;
      const worker = await current.catch(() => undefined);
      await worker?.end();
    },
  };
}

/** A worker that lives no longer than this is not replaced at once: it would end like this again and again. */
const shortLifeMs = 500;
