import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startIngestion } from '../../local/azure/ingestion.ts';
import { packageApp } from '../../local/package/package-app.ts';
import { buildApps } from '../build-apps.ts';
import { startChild } from '../child-process.ts';
import { chatRequest } from '../requests.ts';
import { sluiceSetup } from '../start-contestants.ts';
import type { ColdMeasure } from './cold-report.ts';
import { coldStarts, type ColdApp } from './cold-starts.ts';
import { measureLoads } from './measure-load.ts';

/** The name under which the packaged app is measured, telemetry off. */
export const judgedApp = 'Sluice';

/**
 * Packages the app and starts it cold `rounds` times, with telemetry off and on, in turn with a hello-world function and
 * with one that passes a call on to the same upstream. The first request of all but hello-world is a whole call.
 */
export async function measurePackage(rounds: number): Promise<ColdMeasure[]> {
  await using run = new AsyncDisposableStack();
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const out = run.adopt(await mkdtemp(join(tmpdir(), 'sluice-cold-')), (path) => rm(path, { recursive: true }));
  const apps = run.adopt(await buildApps(), (built) => built.remove());
  const upstream = run.adopt(await startChild('upstream.ts', [], {}), (child) => child.stop());
  const ingestion = run.adopt(await startIngestion(), (started) => started.stop());
  const { folder } = await packageApp({ root, out });

  const chatUrl = 'http://localhost/v1/chat/completions';
  const { env, key } = sluiceSetup(upstream.url);
  const request = chatRequest(chatUrl, { authorization: `Bearer ${key}` });
  // All trust the certificate, because reading it takes time.
  const trust = { NODE_EXTRA_CA_CERTS: ingestion.caFile };
  const telemetry = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString };
  const contestants: ColdApp[] = [
    { name: 'hello-world', appRoot: apps.hello, env: trust, request: chatRequest('http://localhost/hello') },
    {
      name: 'pass-through',
      appRoot: apps.passThrough,
      env: { ...trust, BENCH_UPSTREAM_URL: upstream.url },
      request: chatRequest(chatUrl),
    },
    { name: judgedApp, appRoot: folder, env: { ...trust, ...env }, request },
    { name: `${judgedApp} with telemetry`, appRoot: folder, env: { ...trust, ...env, ...telemetry }, request },
  ];
  const starts = await coldStarts(rounds, contestants);
  const loads = await measureLoads(rounds, contestants);
  const of = <Sample>(samples: ReadonlyMap<string, readonly Sample[]>, read: (sample: Sample) => number) =>
    new Map([...samples].map(([name, all]) => [name, all.map(read)]));
  return [
    {
      title: 'process start to first answer',
      unit: 'ms',
      rounds: of(starts, ({ firstAnswerMs }) => firstAnswerMs),
      goal: 1.25,
    },
    { title: 'CPU until then, all threads', unit: 'ms', rounds: of(starts, ({ cpuMs }) => cpuMs) },
    {
      title: 'resident memory then',
      unit: 'MB',
      rounds: of(starts, ({ residentBytes }) => residentBytes / 1024 / 1024),
      goal: 1.3,
    },
    { title: 'loading the app into a warm process', unit: 'ms', rounds: of(loads, ({ loadMs }) => loadMs) },
    { title: 'CPU of that', unit: 'ms', rounds: of(loads, ({ cpuMs }) => cpuMs) },
  ];
}
