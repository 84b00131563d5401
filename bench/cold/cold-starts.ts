import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { findHttpRoute, listHttpRoutes } from '../../local/host/http-route.ts';
import { invocationOf } from '../../local/host/invocation-of.ts';
import { startWorkerProcess } from '../../local/host/worker-process.ts';
import type { BenchRequest } from '../contestant.ts';

/** An app to be started cold: its folder and environment, and the request that is its first. */
export type ColdApp<Name extends string = string> = {
  readonly name: Name;
  readonly appRoot: string;
  readonly env: Record<string, string>;
  readonly request: BenchRequest;
};

/** One start: milliseconds since the process began, and what it used until its first answer. */
export type ColdStart = {
  readonly loadedMs: number;
  readonly firstAnswerMs: number;
  /** CPU of all its threads; 0 where the system does not tell. */
  readonly cpuMs: number;
  /** 0 where the system does not tell. */
  readonly residentBytes: number;
};

/** Starts every app once in each round, in turn, and once before, for the disk's cache. Gives the starts of each by name. */
export async function coldStarts<Name extends string>(
  rounds: number,
  apps: readonly ColdApp<Name>[],
): Promise<ReadonlyMap<Name, readonly ColdStart[]>> {
  const starts = new Map(apps.map(({ name }): [Name, ColdStart[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const app of apps) {
      const start = await startCold(app);
      if (round > 0) starts.get(app.name)?.push(start);
    }
  }
  return starts;
}

async function startCold(app: ColdApp): Promise<ColdStart> {
  const lines: string[] = [];
  const startedMs = performance.now();
  const worker = await startWorkerProcess({
    appRoot: app.appRoot,
    env: { ...process.env, FUNCTIONS_WORKER_RUNTIME: 'node', ...app.env },
    onLine: (line) => lines.push(line),
  });
  const loadedMs = performance.now() - startedMs;
  const found = findHttpRoute(listHttpRoutes(worker.functions, ''), 'POST', app.request.url.pathname);
  if (found === undefined) throw new Error(`${app.name} has no function for ${app.request.url.pathname}.`);
  const inputs = [{ name: found.route.bindingName, data: { json: '{}' } }];
  const invocation = invocationOf(found.route.functionName, { inputs, triggerMetadata: {} }, {});
  const failed = worker.invoke(invocation);
  const status = await statusOf(
    new URL(app.request.url.pathname, worker.httpUri),
    app.request,
    invocation.invocationId,
  );
  const firstAnswerMs = performance.now() - startedMs;
  if (status !== 200) {
    throw new Error(`${app.name} answered ${status} first: ${(await failed) ?? ''}\n${lines.join('\n')}`);
  }
  const [residentBytes, cpuMs] = await Promise.all([residentBytesOf(worker.pid), cpuMsOf(worker.pid)]);
  await worker.end();
  return { loadedMs, firstAnswerMs, cpuMs, residentBytes };
}

/** The status of the app's answer, read to its end, by the way the host goes. */
function statusOf(url: URL, { headers, body }: BenchRequest, invocationId: string): Promise<number> {
  const hostHeaders = {
    'x-ms-invocation-id': invocationId,
    'x-forwarded-host': 'localhost',
    'x-forwarded-proto': 'http',
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      { method: 'POST', headers: { ...headers, ...hostHeaders }, agent: false },
      (answer) => {
        text(answer).then(() => resolve(answer.statusCode ?? 0), reject);
      },
    );
    sent.on('error', reject).end(body);
  });
}

/** Bytes of memory a process holds, as Linux tells them; 0 elsewhere. */
async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** CPU milliseconds of a process's threads, as Linux tells them; 0 elsewhere. A thread that has ended is left out. */
async function cpuMsOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const used = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0'));
  const nanoseconds = (await Promise.all(used)).map((line) => Number(line.split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}
