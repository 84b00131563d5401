import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A redis-server of a test's own: empty, on loopback, without files. */
export type RedisServer = {
  readonly url: string;
  readonly port: number;
  /** Kills the server; its clients lose their connections. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty, after `stop`. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Holds the server without closing anything, as a hung machine does. */
  pause(): void;
  resume(): void;
};

/**
 * Whether tests that need Redis run: `describe.runIf(runsRedis)`. Where it is missing they are skipped, and
 * `test/setup/install-redis.ts` has said why; with CI=true they run, and fail.
 */
export const runsRedis = redisServerPath() !== undefined || process.env['CI'] === 'true';

/** Where redis-server is on the PATH. */
export function redisServerPath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Starts a real Redis on a free port. Throws when there is none on this machine. */
export async function startRedis(options: { password?: string } = {}): Promise<RedisServer> {
  const path = redisServerPath();
  if (path === undefined) throw new Error('There is no redis-server on the PATH.');
  // Between finding a port and taking it another process may be quicker.
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return await serverOn(port, path, options.password);
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

async function serverOn(port: number, path: string, password?: string): Promise<RedisServer> {
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'];
  const secret = password === undefined ? [] : ['--requirepass', password];
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(path, [...options, ...secret], { stdio: 'ignore' });
    await listening(port, child);
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    port,
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  while (!(await accepts(port))) {
    if (ended) throw new Error(`redis-server ended instead of listening on port ${port}.`);
    await delay(10);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
