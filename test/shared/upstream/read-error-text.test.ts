import { afterEach, expect, it } from 'vitest';
import { readErrorText } from '../../../shared/upstream/read-error-text.ts';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../setup/scripted-upstream.ts';

const fetch = new PooledFetch({ connectMs: 1000 });
let upstream: ScriptedUpstream;
afterEach(async () => {
  await fetch.close();
  await upstream.stop();
});

async function textOf(answer: Parameters<typeof startScriptedUpstream>[0]): Promise<string> {
  upstream = await startScriptedUpstream(answer);
  const request = { origin: upstream.url, path: '/', method: 'GET', headers: {}, body: null, signal: null } as const;
  const { bytes } = await fetch.send(request);
  return readErrorText(bytes);
}

it('is the whole of a short body', async () => {
  expect(await textOf((response) => response.writeHead(400).end('Grüße'))).toBe('Grüße');
});

it('is the beginning of a long one', async () => {
  expect(await textOf((response) => response.writeHead(500).end('x'.repeat(1_000_000)))).toHaveLength(65_536);
});

it('is none of a body that breaks off', async () => {
  const broken = textOf((response) => {
    response.writeHead(500, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(broken).rejects.toThrow();
});
