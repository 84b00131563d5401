import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../../shared/usage/table-client.ts';

const key = Buffer.from('no account has this key').toString('base64');

describe('openTable', () => {
  it('finds the table of an account by its connection string', async () => {
    const connectionString = `DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=${key};EndpointSuffix=core.windows.net`;
    const client = await openTable({ connectionString }, 'usage');
    expect([client.url, client.tableName]).toEqual(['https://acc.table.core.windows.net', 'usage']);
  });

  it('finds it by its address, where the identity of the app is its key', async () => {
    const tokens = { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = await openTable({ accountName: 'acc', tokens }, 'usage');
    expect(client.url).toBe('https://acc.table.core.windows.net');
  });

  it('gives a token to no address without TLS', async () => {
    const tokens = { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = await openTable({ serviceUri: 'http://127.0.0.1:9', tokens }, 'usage');
    await expect(client.createTable()).rejects.toThrow(/https|insecure|TLS/i);
  });

  it('asks once: trying again is the business of the ledger', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.writeHead(503).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=${key};TableEndpoint=http://127.0.0.1:${port}/acc`;
    const client = await openTable({ connectionString }, 'usage');
    await expect(client.createTable()).rejects.toMatchObject({ statusCode: 503 });
    expect(requests).toBe(1);
    server.close();
    server.closeAllConnections();
  });
});
