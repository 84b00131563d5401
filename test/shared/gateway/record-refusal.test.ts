import { expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { recordRefusal } from '../../../shared/gateway/record-refusal.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';
import { recordsOf } from '../../setup/records-of.ts';

it('says which error there was and where attempts failed, and that nothing was used', async () => {
  const running = await startGatewayParts();
  const tally = createTally({ requestId: 'request-1' });
  tally.failedAttempts.set('east', 2).set('west', 1);
  const error = new GatewayError('upstream_failed', 'It failed.');
  const operation = { operation: 'chat', model: 'gpt-4o', stream: true };
  recordRefusal(error, operation, running.call({ tally }), running.parts);
  expect(await recordsOf(running.parts)).toEqual([
    expect.objectContaining({
      id: tally.recordId,
      outcome: 'refused',
      errorCode: 'upstream_failed',
      status: 502,
      attempts: 3,
      failedAttempts: { east: 2, west: 1 },
      deployment: null,
      promptTokens: 0,
      costKind: 'none',
      costNanoDollars: 0,
    }),
  ]);
  await running.stop();
});

it('is not written of a job that is only put off, unless it got as far as a deployment', async () => {
  const running = await startGatewayParts();
  const operation = { operation: 'chat', model: 'gpt-4o', stream: false };
  const isPutOff = (askedMs: number | undefined) => askedMs === 7_000;
  const job = { id: 'job_1', attempt: 1, acceptedMs: 400, deadlineMs: 900_000, isPutOff };
  const refusal = (retryAfterMs: number) => new GatewayError('rate_limit_exceeded', 'Later.', { retryAfterMs });
  recordRefusal(refusal(7_000), operation, running.call({ job }), running.parts);
  expect(await recordsOf(running.parts)).toEqual([]);
  recordRefusal(refusal(9_000), operation, running.call({ job }), running.parts);
  const tally = createTally({ requestId: 'request-1' });
  tally.failedAttempts.set('east', 1);
  recordRefusal(refusal(7_000), operation, running.call({ job: { ...job, attempt: 2 }, tally }), running.parts);
  expect(await recordsOf(running.parts)).toHaveLength(2);
  await running.stop();
});

it('stands beside what an earlier execution of the same job wrote, which may have been paid', async () => {
  const running = await startGatewayParts();
  const operation = { operation: 'chat', model: 'gpt-4o', stream: false };
  const job = { id: 'job_1', attempt: 2, acceptedMs: 400, deadlineMs: 900_000, isPutOff: () => false };
  const error = new GatewayError('rate_limit_exceeded', 'Later.');
  recordRefusal(error, operation, running.call({ job }), running.parts);
  recordRefusal(error, operation, running.call({ job, gone: AbortSignal.abort() }), running.parts);
  expect((await recordsOf(running.parts)).map(({ id }) => id).toSorted()).toEqual([
    'job_1.refused-2',
    'job_1.unwanted-2',
  ]);
  await running.stop();
});
