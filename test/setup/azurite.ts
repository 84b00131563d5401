import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** An Azurite of a test's own: Azure's storage emulator, on loopback. */
export type Azurite = {
  readonly connectionString: string;
  /** Ends the service; its data stays. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with its data, after `stop`. */
  start(): Promise<void>;
  /** Holds the service without closing anything, as a hung machine does. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its data. */
  close(): Promise<void>;
};

/** Which services of Azurite a test needs: each further one costs it a second. */
export type AzuriteServices = 'tables' | 'all';

/** Starts Azurite's table service on a free port, or blobs and queues as well. It reports to nobody. */
export async function startAzurite(services: AzuriteServices = 'tables'): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-azurite-'));
  // Between finding a port and taking it another process may be quicker.
  for (let tries = 1; ; tries += 1) {
    const ports = { table: await freePort(), queue: await freePort(), blob: await freePort() };
    try {
      return await azuriteOn(services, ports, folder);
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

type Ports = { readonly table: number; readonly queue: number; readonly blob: number };

async function azuriteOn(services: AzuriteServices, ports: Ports, folder: string): Promise<Azurite> {
  const key = randomBytes(64).toString('base64');
  const names = services === 'all' ? (['table', 'queue', 'blob'] as const) : (['table'] as const);
  const listen = names.flatMap((name) => [`--${name}Host`, '127.0.0.1', `--${name}Port`, `${ports[name]}`]);
  const endpoints = names.map((name) => `${capital(name)}Endpoint=http://127.0.0.1:${ports[name]}/${account};`);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(
      process.execPath,
      [programs[services], ...listen, '--location', folder, '--disableTelemetry', '--skipApiVersionCheck'],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` } },
    );
    await listening(child, names.length);
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // On this signal it writes its data down before it ends.
    child.kill('SIGINT');
    child.kill('SIGCONT');
    await ended;
  };
  await start();
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};` + endpoints.join(''),
    start,
    stop,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess, services: number): Promise<void> {
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.match(/successfully (started|listening)/g)?.length === services) resolve();
    });
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Azurite ended instead of listening: ${said}`)));
  });
  await ready;
}

const require = createRequire(import.meta.url);
const programs = {
  tables: require.resolve('azurite/dist/src/table/main.js'),
  all: require.resolve('azurite/dist/src/azurite.js'),
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const account = 'sluicetest';
