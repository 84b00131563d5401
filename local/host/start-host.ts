import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { answerRequest, type HostFront } from './answer-request.ts';
import type { FunctionKeys } from './function-keys.ts';
import { readHostJson } from './host-json.ts';
import { listenToQueues } from './queues/listen-to-queues.ts';
import { listHttpRoutes, type HttpRoute } from './http-route.ts';
import { startWorkerProcess } from './worker-process.ts';
import { superviseWorker } from './worker-supervisor.ts';

/** A running Functions host with one app. */
export type Host = {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** The app's HTTP functions in the order in which they are tried. */
  readonly routes: readonly HttpRoute[];
  /** Names of all the app's functions. */
  readonly functions: readonly string[];
  /** The process that runs the app now. */
  workerPid(): Promise<number>;
  /** Every line the app and the host have written, the last ten thousand at least. */
  logs(): readonly string[];
  /** Kills the worker and resolves when the next one runs. */
  restartWorker(): Promise<void>;
  /** Takes no new connections, lets the answers under way finish for `drainMs` (default 0), then ends the worker. */
  stop(options?: { drainMs?: number }): Promise<void>;
};

export type HostOptions = {
  /** Folder with `host.json` and `package.json`, whose `main` names the built files. */
  readonly appRoot: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Added to this process's own environment for the app. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives each line of the app and the host. Default: printed, unless `quiet`. */
  readonly onLog?: (line: string) => void;
  readonly quiet?: boolean;
  /** Check function keys, as Azure does and `func start` does not. */
  readonly enableAuth?: boolean;
  readonly keys?: FunctionKeys;
  readonly keepInvocationId?: boolean;
  readonly faithfulHang?: boolean;
};

/**
 * Runs a built Functions app without Azure Functions Core Tools, on the loopback interface. Rejects with the app's own
 * message when the app cannot be loaded, and with `EADDRINUSE` when the port is taken.
 *
 * It stands in for the real host where an HTTP app with streaming can tell: routing, keys, bodies, streams, hang-ups,
 * what a function is told about its request, time-outs and crashes. Queues are polled as the real host does, in accounts
 * that are named by a connection string. Other triggers run only when asked over `/admin`.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const appRoot = resolve(options.appRoot);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...options.env,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  };
  const lines: string[] = [];
  const logAs = (source: 'app' | 'host') => (line: string) => {
    if (lines.push(line) > 2 * keptLines) lines.splice(0, keptLines);
    if (options.onLog !== undefined) options.onLog(line);
    else if (options.quiet !== true) console.log(`[${source}] ${line}`);
  };
  const log = logAs('host');

  const { routePrefix, functionTimeoutMs, queues } = await readHostJson(appRoot);
  const workers = await superviseWorker(() => startWorkerProcess({ appRoot, env, onLine: logAs('app') }), log);
  const { functions } = await workers.current();
  const server = createServer({ maxHeaderSize: 32 * 1024, requestTimeout: 0, keepAliveTimeout: 130_000 });
  const url = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await workers.stop();
    throw error;
  });
  const front: HostFront = {
    workers,
    functions,
    routes: listHttpRoutes(functions, routePrefix),
    functionTimeoutMs,
    maxBodyBytes: Number(env['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'] ?? kestrelBodyBytes),
    keys: options.enableAuth === true ? (options.keys ?? {}) : undefined,
    keepInvocationId: options.keepInvocationId ?? false,
    faithfulHang: options.faithfulHang ?? false,
    origin: url,
    log,
  };
  server.on('request', (request, answer) => {
    // A connection that is kept for its caller's next request would otherwise be waited for.
    answer.once('close', () => server.listening || setImmediate(() => server.closeIdleConnections()));
    void answerRequest(request, answer, front);
  });
  const listener = await listenToQueues({ functions, env, workers, settings: queues, functionTimeoutMs, log });

  return {
    url,
    routes: front.routes,
    functions: functions.map((registered) => registered.name),
    workerPid: async () => (await workers.current()).pid,
    logs: () => lines,
    async restartWorker() {
      const { ended } = await workers.current();
      workers.restart();
      if (!ended.aborted) await once(ended, 'abort');
      await workers.current();
    },
    async stop({ drainMs = 0 } = {}) {
      const closed = once(server, 'close');
      server.close();
      const impatience = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(impatience);
      // With the worker ends what it was doing: its messages are given back before the host is gone.
      await Promise.all([listener.stop(), workers.stop()]);
    },
  };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
}

const keptLines = 10_000;

const kestrelBodyBytes = 104_857_600;
