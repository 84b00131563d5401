import { afterEach, expect, it } from 'vitest';
import { openAnswer, probeAnswer } from '../../../shared/upstream/open-answer.ts';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../setup/scripted-upstream.ts';

const fetch = new PooledFetch({ connectMs: 1000 });
const transport = { fetch, now: Date.now };
let upstream: ScriptedUpstream;
afterEach(async () => {
  await fetch.close();
  await upstream.stop();
});

async function senderTo(answer: Parameters<typeof startScriptedUpstream>[0]) {
  upstream = await startScriptedUpstream(answer);
  return () => fetch.send({ origin: upstream.url, path: '/', method: 'GET', headers: {}, body: null, signal: null });
}

it('gives headers, body and the upstream’s own id', async () => {
  const send = await senderTo((response) => response.writeHead(200, { 'request-id': 'req_1' }).end('whole'));
  const answer = await openAnswer(send, 'east', transport);
  expect(answer.upstreamRequestId).toBe('req_1');
  expect(Buffer.from(await answer.bytes.bytes()).toString()).toBe('whole');
});

it('takes any status but 200 for a failure', async () => {
  const send = await senderTo((response) => response.writeHead(302, { 'retry-after': '2' }).end());
  await expect(openAnswer(send, 'east', transport)).rejects.toMatchObject({ kind: 'failed', retryAfterMs: 2_000 });
});

it('reads a failure as its provider means it', async () => {
  const send = await senderTo((response) => response.socket?.resetAndDestroy());
  await expect(openAnswer(send, 'east', transport)).rejects.toMatchObject({ kind: 'unreachable' });
});

it('drops the answer to a probe, and tells one that broke off', async () => {
  const send = await senderTo((response) => response.end('models'));
  await expect(probeAnswer(send, 'east', AbortSignal.timeout(1000), transport)).resolves.toBeUndefined();
});

it('waits for the answer to a probe no longer than its signal', async () => {
  const send = await senderTo((response) => response.writeHead(200).write('begin'));
  await expect(probeAnswer(send, 'east', AbortSignal.timeout(50), transport)).rejects.toMatchObject({
    kind: 'unreachable',
  });
});
