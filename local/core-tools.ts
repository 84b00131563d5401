import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where Azure Functions Core Tools is on the PATH; `undefined` when it is not. */
export function findCoreTools(env: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === 'win32' ? ['func.exe', 'func.cmd'] : ['func'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** A running `func start`. */
export type CoreToolsHost = {
  readonly url: string;
  /** Resolves with its exit code when it ends. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
};

/** Runs `func start` in `root` on this terminal and resolves when it answers. Rejects when it ends before that. */
export async function startCoreTools(
  func: string,
  root: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<CoreToolsHost> {
  const child = spawn(func, ['start', '--port', String(port)], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: func.endsWith('.cmd'),
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : 1));
  const url = `http://localhost:${port}`;
  const hasEnded = new AbortController();
  void ended.then(() => hasEnded.abort());
  await untilAnswering(url, hasEnded.signal);
  if (hasEnded.signal.aborted) throw new Error(`${func} start ended before it served anything.`);
  return {
    url,
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function untilAnswering(url: string, givenUp: AbortSignal): Promise<void> {
  while (!givenUp.aborted) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch {
      // Not yet. It takes seconds to start, and says itself what it is doing.
      await wait(250);
    }
  }
}
