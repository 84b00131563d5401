import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** A process of the bench that listens: where, and what it is. */
export type Child = {
  readonly url: string;
  readonly pid: number;
  /** The process that runs the app, where the child is a host of one. */
  readonly workerPid: number | undefined;
  stop(): Promise<void>;
};

/** Starts a file of this folder as a process and waits until it listens. What it writes is shown when it fails to. */
export async function startChild(file: string, args: readonly string[], env: Record<string, string>): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const written: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text) => written.push(String(text)));
  const ended = once(child, 'exit');
  const ready = await new Promise<unknown>((resolve) => {
    child.once('message', resolve).once('exit', () => resolve(undefined));
  });
  const announced = readySchema.safeParse(ready);
  if (!announced.success) throw new Error(`${file} did not start.\n${written.join('')}`);
  return {
    url: announced.data.url,
    pid: child.pid ?? 0,
    workerPid: announced.data.workerPid,
    async stop() {
      const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      if (child.connected) child.disconnect();
      await ended;
      clearTimeout(impatience);
    },
  };
}

const readySchema = z.object({ url: z.string(), workerPid: z.number().optional() });
