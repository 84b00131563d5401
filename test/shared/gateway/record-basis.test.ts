import { expect, it } from 'vitest';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { recordBasis } from '../../../shared/gateway/record-basis.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';

it('says who called, when and for what, under an id that no other record has', async () => {
  let nowMs = 1_000;
  const running = await startGatewayParts({ now: () => nowMs });
  const tally = createTally({ requestId: 'request-1' });
  const call = running.call({ tally });
  nowMs += 120;
  const operation = { operation: 'chat', model: 'm'.repeat(1_000), stream: false };
  expect(recordBasis(operation, call, running.parts)).toEqual({
    id: tally.recordId,
    atMs: 1_000,
    caller: 'tests',
    keyId: 'key0000001',
    model: 'm'.repeat(256),
    operation: 'chat',
    stream: false,
    failedAttempts: {},
    latencyMs: 120,
  });
  tally.records = 1;
  expect(recordBasis(operation, call, running.parts).id).toBe(`${tally.recordId}.1`);
  const job = { id: 'job_1', attempt: 2, acceptedMs: 400, deadlineMs: 900_000, isPutOff: () => false };
  expect(recordBasis(operation, running.call({ job }), running.parts)).toMatchObject({ id: 'job_1', atMs: 400 });
  expect(recordBasis(operation, running.call(), running.parts).id).toMatch(/^request-1\./);
  await running.stop();
});

it('stands under an id of its own for an execution of a job that nobody wants any more: another may have answered', async () => {
  const running = await startGatewayParts();
  const job = { id: 'job_1', attempt: 2, acceptedMs: 400, deadlineMs: 900_000, isPutOff: () => false };
  const unwanted = running.call({ job, gone: AbortSignal.abort() });
  const operation = { operation: 'chat', model: 'gpt-4o', stream: false };
  expect(recordBasis(operation, unwanted, running.parts).id).toBe('job_1.unwanted-2');
  await running.stop();
});
