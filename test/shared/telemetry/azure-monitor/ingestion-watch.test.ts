import { expect, it } from 'vitest';
import { watchIngestion } from '../../../../shared/telemetry/azure-monitor/ingestion-watch.ts';

const requestOf = (items: readonly unknown[] = []) => ({
  timeout: 0,
  body: JSON.stringify(items),
  headers: { delete: () => undefined },
});

it.each([
  [200, 'sent'],
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
  expect(await watch.policy.sendRequest(requestOf(), async () => ({ status }))).toEqual({ status });
  expect(watch.outcome()).toBe(outcome);
  watch.reset();
  expect(watch.outcome()).toBe('later');
});

it('bounds the time of a request, and passes its failure on', async () => {
  const watch = watchIngestion();
  const request = requestOf();
  const failure = new Error('refused');
  await expect(watch.policy.sendRequest(request, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(request.timeout).toBe(10_000);
  expect(watch.outcome()).toBe('later');
});

it('takes a batch for sent of which the rest was taken a moment later, and otherwise says how much is lost', async () => {
  const watch = watchIngestion(async () => {});
  const refusal = (status: number) => ({ status: 206, bodyAsText: `{"errors":[{"index":0,"statusCode":${status}}]}` });
  const answers = [refusal(429), { status: 200, bodyAsText: '{"errors":[]}' }];
  const next = async () => answers.shift() ?? expect.unreachable('Nothing is left to send.');
  expect(await watch.policy.sendRequest(requestOf(['a', 'b']), next)).toMatchObject({ status: 200 });
  expect(watch.outcome()).toBe('sent');

  answers.push(refusal(400));
  await watch.policy.sendRequest(requestOf(['a', 'b']), next);
  expect(watch.outcome()).toEqual({ lost: 1 });
  watch.reset();
  answers.push({ status: 200, bodyAsText: '{}' });
  await watch.policy.sendRequest(requestOf(['a']), next);
  expect(watch.outcome()).toBe('sent');
});
