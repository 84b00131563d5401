import { afterEach, beforeEach, expect, it } from 'vitest';
import { summariseAsStream } from '../../../shared/gateway/summary-events.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

const request = { model: 'gpt-4o', text: 'The river meets the sea. '.repeat(6_000), max_tokens: 50 };
const open = () => summariseAsStream(request, running.call(), running.parts);

it('tells of every part that is done, and gives the summary last', async () => {
  const { chunks } = await open();
  const events = (await Array.fromAsync(chunks)).map((chunk) => chunk.toString().split('\n')[0]);
  expect(events).toEqual([...Array.from({ length: 7 }, () => 'event: progress'), 'event: summary']);
});

it('sends nothing before it is read', async () => {
  await open();
  await new Promise(setImmediate);
  expect(running.simulator.counts().calls).toBe(0);
});

it('ends what is under way when it is no longer read', async () => {
  running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 10_000 } });
  const { chunks } = await open();
  await chunks.next();
  await expect.poll(() => running.simulator.counts().calls).toBe(4);
  await chunks.return(undefined);
  await expect.poll(() => running.simulator.counts().cancels).toBe(4);
});

it('throws what ends the summary', async () => {
  running.simulator.inject({ fault: { kind: 'status', body: 'filter-400' } });
  const { chunks } = await open();
  await expect(Array.fromAsync(chunks)).rejects.toMatchObject({ code: 'content_filter' });
});
