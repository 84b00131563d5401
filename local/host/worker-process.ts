import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isWorkerMessage, type HostMessage, type Invocation, type RegisteredFunction } from './worker-message.ts';

/** One worker process from its start to its end. */
export type WorkerProcess = {
  readonly pid: number;
  /** Where its HTTP server listens: `http://host:port/`. */
  readonly httpUri: URL;
  readonly functions: readonly RegisteredFunction[];
  /**
   * Runs a function. Resolves with why it failed, or with nothing. Never rejects: when the process ends first, that is
   * the failure.
   */
  invoke(invocation: Invocation): Promise<string | undefined>;
  /** Aborted when the process has ended, for whatever reason. */
  readonly ended: AbortSignal;
  /** Ends the process: its hooks may run for a second, then it is killed. */
  end(): Promise<void>;
  kill(): void;
};

/**
 * Starts a worker for the built app in `appRoot`. `env` is its whole environment; each line it writes goes to `onLine`.
 * Rejects with the app's own message when the app cannot be loaded.
 */
export async function startWorkerProcess(options: {
  appRoot: string;
  env: NodeJS.ProcessEnv;
  onLine: (line: string) => void;
}): Promise<WorkerProcess> {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [options.appRoot], {
    cwd: options.appRoot,
    env: options.env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const output of [child.stdout, child.stderr]) {
    if (output !== null) createInterface({ input: output }).on('line', options.onLine);
  }
  const ended = new AbortController();
  child.once('exit', () => ended.abort());

  const { httpUri, functions } = await untilLoaded(child);
  const pending = new Map<string, (failure: string | undefined) => void>();
  child.on('message', (message) => {
    if (!isWorkerMessage(message) || message.kind !== 'invoked') return;
    pending.get(message.invocationId)?.(message.failure);
    pending.delete(message.invocationId);
  });
  ended.signal.addEventListener('abort', () => {
    for (const settle of pending.values()) settle('the worker process ended');
    pending.clear();
  });

  return {
    pid: child.pid ?? 0,
    httpUri: loopbackOf(httpUri),
    functions,
    ended: ended.signal,
    invoke(invocation) {
      return new Promise((resolve) => {
        pending.set(invocation.invocationId, resolve);
        if (ended.signal.aborted || !tell(child, { kind: 'invoke', invocation })) {
          pending.delete(invocation.invocationId);
          resolve('the worker process ended');
        }
      });
    },
    async end() {
      if (ended.signal.aborted) return;
      const impatience = setTimeout(() => child.kill('SIGKILL'), 1000);
      tell(child, { kind: 'terminate' });
      await once(ended.signal, 'abort');
      clearTimeout(impatience);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

function untilLoaded(child: ChildProcess): Promise<{ httpUri: string; functions: readonly RegisteredFunction[] }> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const end = signal ?? `exit code ${code}`;
      reject(new Error(failure ?? `The worker process ended while the app was loading (${end}).`));
    });
    child.on('message', (message) => {
      if (!isWorkerMessage(message)) return;
      if (message.kind === 'ready') resolve(message);
      if (message.kind === 'load-failed') failure = message.message;
    });
  });
}

function tell(child: ChildProcess, message: HostMessage): boolean {
  // A worker that is just ending reports the failure here; its end is noticed anyway.
  return child.connected && (child.send(message, () => {}), true);
}

/** The library names `localhost`; the address itself saves a name look-up for each connection. */
function loopbackOf(httpUri: string): URL {
  const url = new URL(httpUri);
  url.hostname = '127.0.0.1';
  return url;
}
