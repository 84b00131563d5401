import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { QueueServiceClient, type QueueClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startHost, type Host } from '../../../../local/host/start-host.ts';
import { startAzurite, type Azurite } from '../../../setup/azurite.ts';
import { buildFixtureApp } from '../fixture-app.ts';

let azurite: Azurite;
let appRoot: string;
let host: Host;
let queue: QueueClient;
let poison: QueueClient;
beforeAll(async () => {
  [azurite, appRoot] = await Promise.all([startAzurite('all'), buildFixtureApp()]);
});
afterAll(async () => {
  await azurite.close();
  await rm(appRoot, { recursive: true });
});
afterEach(() => host.stop());

async function start(env: Record<string, string> = {}): Promise<void> {
  const name = `fixture-${randomUUID()}`;
  const account = QueueServiceClient.fromConnectionString(azurite.connectionString);
  [queue, poison] = [account.getQueueClient(name), account.getQueueClient(`${name}-poison`)];
  const settings = { FIXTURE_QUEUE: name, FIXTURE_STORAGE: azurite.connectionString, ...env };
  host = await startHost({ appRoot, quiet: true, env: settings });
}
const send = async (text: string, encoding: 'base64' | 'utf8' = 'base64') => {
  await queue.createIfNotExists();
  await queue.sendMessage(Buffer.from(text).toString(encoding));
};
const told = () =>
  host
    .logs()
    .filter((line) => line.startsWith('queued '))
    .map((line) => JSON.parse(line.slice('queued '.length)));
const isEmpty = async () => (await queue.getProperties()).approximateMessagesCount === 0;
const patiently = { timeout: 20_000, interval: 50 };

it('calls a function with a message and what is known of it, and deletes the message then', async () => {
  await start();
  // The queue is not there when its polling begins.
  await send('hello');
  await expect.poll(told, patiently).toMatchObject([
    {
      message: 'hello',
      metadata: {
        queueTrigger: 'hello',
        id: expect.any(String),
        dequeueCount: 1,
        popReceipt: expect.any(String),
        insertionTime: expect.any(String),
        expirationTime: expect.any(String),
        nextVisibleTime: expect.any(String),
      },
    },
  ]);
  await expect.poll(isEmpty, patiently).toBe(true);
});

it('gives a message that holds JSON as what it says', async () => {
  await start();
  await send('{"a":1}');
  await expect.poll(told, patiently).toMatchObject([{ message: { a: 1 } }]);
});

it('works on many messages, a batch at a time', async () => {
  await start();
  await queue.createIfNotExists();
  await Promise.all(Array.from({ length: 40 }, (_, number) => send(`number-${number}`)));
  await expect.poll(() => new Set(told().map(({ message }) => message)).size, patiently).toBe(40);
  await expect.poll(isEmpty, patiently).toBe(true);
  expect(told()).toHaveLength(40);
});

it('gives a message that fails back, and moves it to the poison queue the fifth time', async () => {
  await start();
  await send('fail 9');
  await expect.poll(() => poison.exists(), patiently).toBe(true);
  await expect.poll(isEmpty, patiently).toBe(true);
  const { receivedMessageItems } = await poison.receiveMessages();
  expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual([
    Buffer.from('fail 9').toString('base64'),
  ]);
  expect(told().map(({ metadata }) => metadata.dequeueCount)).toEqual([1, 2, 3, 4, 5]);
  expect(host.logs().join('\n')).toContain('as the message says');
});

it('gives a message back that ended its worker, and goes on with the next one', async () => {
  await start();
  await send('crash 1');
  await expect.poll(() => told().map(({ metadata }) => metadata.dequeueCount), patiently).toEqual([1, 2]);
  await expect.poll(isEmpty, patiently).toBe(true);
});

it('puts a message aside that is not in Base64', async () => {
  await start();
  await send('not that', 'utf8');
  await expect.poll(() => poison.exists(), patiently).toBe(true);
  expect(told()).toEqual([]);
});

it('gives back what it works on when it is stopped', async () => {
  await start();
  await send('wait 9');
  await expect.poll(told, patiently).toHaveLength(1);
  expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
  await host.stop();
  expect((await queue.receiveMessages()).receivedMessageItems).toMatchObject([{ dequeueCount: 2 }]);
  await start();
});

it('says once that it cannot poll, and polls again when it can', async () => {
  await start();
  await azurite.stop();
  await expect.poll(() => host.logs().filter((line) => line.includes('cannot be polled')), patiently).toHaveLength(1);
  await azurite.start();
  await send('hello');
  await expect.poll(told, patiently).toHaveLength(1);
});

it('says which queue it does not poll, because it knows no connection string', async () => {
  await start({ FIXTURE_STORAGE: '' });
  expect(host.logs().join('\n')).toContain('is not polled for "queued"');
});
