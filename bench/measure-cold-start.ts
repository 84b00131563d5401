import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { findHttpRoute, listHttpRoutes } from '../local/host/http-route.ts';
import { invocationOf } from '../local/host/invocation-of.ts';
import { startWorkerProcess } from '../local/host/worker-process.ts';
import type { BenchRequest } from './contestant.ts';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';
import { median } from './statistics.ts';

/** An app to be started cold: its folder and environment, and the request that is its first. */
export type ColdApp = {
  readonly name: 'hello' | 'functions' | 'sluice';
  readonly appRoot: string;
  readonly env: Record<string, string>;
  readonly request: BenchRequest;
};

/** From the start of a worker process to its first answer, and the memory it then holds; rounds interleaved. */
export async function measureColdStart(plan: Plan['cold'], apps: readonly ColdApp[]): Promise<Measurement[]> {
  const starts = new Map(apps.map(({ name }): [ColdApp['name'], ColdStart[]] => [name, []]));
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const app of apps) {
      const start = await startCold(app);
      // The first round fills the disk's cache.
      if (round > 0) starts.get(app.name)?.push(start);
    }
  }
  const measurement = (
    id: string,
    title: string,
    unit: Measurement['unit'],
    read: (start: ColdStart) => number,
  ): Measurement => {
    const figures = Object.fromEntries([...starts].map(([name, all]) => [name, median(all.map(read))]));
    const hello = starts.get('hello')?.map(read) ?? [];
    const ratios = Object.fromEntries(
      [...starts].map(([name, all]) => [name, median(all.map((start, round) => read(start) / (hello[round] ?? 0)))]),
    );
    return { section: 'cold', id, title, unit, values: figures, ratios: { hello: ratios } };
  };
  return [
    measurement('cold-start', 'process start to first answer', 'ms', ({ firstAnswerMs }) => firstAnswerMs),
    measurement('cold-load', 'of it until the app is loaded', 'ms', ({ loadedMs }) => loadedMs),
    ...([...starts.values()].flat().every(({ residentBytes }) => residentBytes > 0)
      ? [
          measurement(
            'cold-memory',
            'resident after the first answer',
            'MB',
            (start) => start.residentBytes / 1024 / 1024,
          ),
        ]
      : []),
  ];
}

type ColdStart = { readonly loadedMs: number; readonly firstAnswerMs: number; readonly residentBytes: number };

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
  const residentBytes = await residentBytesOf(worker.pid);
  await worker.end();
  return { loadedMs, firstAnswerMs, residentBytes };
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
