import { expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import { partOfCall } from '../../../shared/gateway/part-of-call.ts';
import { isCleanRequestId } from '../../../shared/telemetry/request-id.ts';

const whole = {
  requestId: 'request-1',
  caller: { name: 'tests', keys: [], models: undefined, admin: false },
  keyId: 'key0000001',
  gone: new AbortController().signal,
  startedMs: 5,
  cacheControl: parseCacheControl(undefined),
};

it('is a call of its own, within the deadline of the whole', () => {
  const gone = AbortSignal.abort();
  expect(partOfCall(whole, 7, gone)).toEqual({ ...whole, requestId: 'request-1.7', gone, isPart: true });
});

it('is the same part of a job whenever that is executed', () => {
  const job = { id: 'job_1', attempt: 2, acceptedMs: 5, deadlineMs: 900_000, isPutOff: () => true };
  const part = partOfCall({ ...whole, job }, 7, whole.gone).job;
  expect(part).toMatchObject({ id: 'job_1.7', attempt: 2, acceptedMs: 5, deadlineMs: 900_000 });
  // A refused part is a refused part: it is the whole that is put off.
  expect(part?.isPutOff(1)).toBe(false);
});

it('has a clean request id however long the whole one is', () => {
  const { requestId } = partOfCall({ ...whole, requestId: 'r'.repeat(128) }, 999, whole.gone);
  expect([isCleanRequestId(requestId), requestId.endsWith('.999')]).toEqual([true, true]);
});
