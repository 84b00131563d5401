import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { tallied } from '../../../shared/gateway/tallied.ts';
import { counted } from '../../setup/counted.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordsOf } from '../../setup/records-of.ts';

let running: GatewayParts;
beforeAll(async () => {
  running = await startGatewayParts();
});
afterAll(() => running.stop());

const operation = { operation: 'chat', model: 'gpt-4o', stream: false };

it('gives the work a tally, and its result back', async () => {
  const result = await tallied(operation, running.call(), running.parts, (call) => Promise.resolve(call.tally));
  expect(result).toMatchObject({ records: 0, cache: 'bypass' });
  expect(await recordsOf(running.parts)).toEqual([]);
});

it('writes a refusal down and throws it on; a bug is not one', async () => {
  const fail = (error: Error) => tallied(operation, running.call(), running.parts, () => Promise.reject(error));
  await expect(fail(new TypeError('a bug'))).rejects.toThrow('a bug');
  await expect(fail(new GatewayError('not_cached', 'Nothing is.'))).rejects.toThrow('Nothing is.');
  expect(await recordsOf(running.parts)).toEqual([
    expect.objectContaining({ outcome: 'refused', errorCode: 'not_cached', status: 504, promptTokens: 0 }),
  ]);
});

it('tells the metrics of the refusal, so that its request is none before a call', async () => {
  const refusal = new GatewayError('not_cached', 'Nothing is.');
  await expect(tallied(operation, running.call(), running.parts, () => Promise.reject(refusal))).rejects.toBe(refusal);
  running.parts.metrics.requestRefused(refusal.code, refusal);
  expect(await counted(running.parts, 'sluice_requests_refused_total')).toBe(0);
});
