import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A storage account on this machine: queues, blobs and tables, gone when it is stopped. */
export type StorageEmulator = { readonly connectionString: string; stop(): Promise<void> };

/**
 * Whether an emulator has to be started: the settings ask for the one of a development machine, and none listens there.
 */
export async function needsEmulator(connectionString: string | undefined): Promise<boolean> {
  if (!/^UseDevelopmentStorage=true/i.test(connectionString ?? '')) return false;
  const listening = await Promise.all([blobPort, queuePort].map(isListening));
  return listening.includes(false);
}

/** Where the emulator of a development machine has its blobs and its queues. */
const [blobPort, queuePort] = [10_000, 10_001];

/** Starts Azurite on free ports and resolves when all its services listen. Rejects when it does not start. */
export async function startStorageEmulator(): Promise<StorageEmulator> {
  const key = randomBytes(64).toString('base64');
  const child = fork(fileURLToPath(new URL('./start-azurite.ts', import.meta.url)), [], {
    execArgv: [],
    env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  const endpoints = await new Promise<ReadonlyMap<string, string>>((resolve, reject) => {
    const found = new Map<string, string>();
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Azurite ended instead of listening.')));
    // Read on, so that it never waits for somebody to take what it says.
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      const [, service, url] = /^Azurite (\w+) service is successfully listening at (\S+)$/.exec(line) ?? [];
      if (service !== undefined && url !== undefined) found.set(service, url);
      if (found.size === 3) resolve(found);
    });
    child.stderr?.resume();
  });
  const parts = [...endpoints].map(([service, url]) => `${service}Endpoint=${url}/${account};`);
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${parts.join('')}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const account = 'sluicelocal';

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
