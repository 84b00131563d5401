import { afterEach, beforeEach, expect, it } from 'vitest';
import { split } from '../../../shared/gateway/split.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

it('splits as the model counts, and says where each chunk stands', async () => {
  const request = { model: 'text-embedding-3-small', text: 'One two three. Four five six.', max_tokens: 4 };
  const { encoding, chunks } = await split(request, running.call(), running.parts);
  expect(encoding).toBe('cl100k_base');
  expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, place) => place));
  expect(chunks.map(({ start, end }) => request.text.slice(start, end)).join('')).toBe(request.text);
  expect(running.simulator.counts().calls).toBe(0);
});

it('knows no model that the caller may not use', async () => {
  const request = { model: 'gpt-17', text: 'a', max_tokens: 4 };
  await expect(split(request, running.call(), running.parts)).rejects.toMatchObject({ code: 'model_not_found' });
});

it('stops when its caller has gone', async () => {
  const request = { model: 'gpt-4o', text: 'word '.repeat(400_000), max_tokens: 10 };
  const call = running.call({ gone: AbortSignal.timeout(20) });
  await expect(split(request, call, running.parts)).rejects.toMatchObject({ name: 'TimeoutError' });
});
