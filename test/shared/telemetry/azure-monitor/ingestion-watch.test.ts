import { expect, it } from 'vitest';
import { watchIngestion } from '../../../../shared/telemetry/azure-monitor/ingestion-watch.ts';

it.each([
  [200, 'sent'],
  [206, 'sent'],
  [400, 'refused'],
  [402, 'refused'],
  [404, 'refused'],
  [401, 'later'],
  [403, 'later'],
  [408, 'later'],
  [429, 'later'],
  [439, 'later'],
  [500, 'later'],
  [503, 'later'],
])('an answer of %i means that what was sent is %s', async (status, outcome) => {
  const watch = watchIngestion();
  expect(await watch.policy.sendRequest({ timeout: 0 }, async () => ({ status }))).toEqual({ status });
  expect(watch.outcome()).toBe(outcome);
  watch.reset();
  expect(watch.outcome()).toBe('later');
});

it('bounds the time of a request, and passes its failure on', async () => {
  const watch = watchIngestion();
  const request = { timeout: 0 };
  const failure = new Error('refused');
  await expect(watch.policy.sendRequest(request, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(request.timeout).toBe(10_000);
  expect(watch.outcome()).toBe('later');
});
