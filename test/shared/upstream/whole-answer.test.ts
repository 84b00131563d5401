import { afterEach, describe, expect, it } from 'vitest';
import { AttemptClock } from '../../../shared/resilience/attempt-clock.ts';
import { readWholeAnswer } from '../../../shared/upstream/whole-answer.ts';
import { startAnsweringUpstream, type AnsweringUpstream } from '../../setup/open-answer.ts';
import type { startScriptedUpstream } from '../../setup/scripted-upstream.ts';

let upstream: AnsweringUpstream;
let clock: AttemptClock;
afterEach(async () => {
  clock.stop();
  await upstream.stop();
});

async function read(answer: Parameters<typeof startScriptedUpstream>[0], limits: { attemptMs?: number } = {}) {
  upstream = await startAnsweringUpstream(answer);
  clock = new AttemptClock(
    { idleMs: 5000, attemptMs: 5000, deadlineMs: 5000, ...limits },
    new AbortController().signal,
    Date.now,
  );
  return readWholeAnswer(await upstream.answer(clock.signal), 'choices', 'east', clock);
}

const sends = (body: unknown) =>
  read((response) => void response.end(typeof body === 'string' ? body : JSON.stringify(body)));

describe('readWholeAnswer', () => {
  it('gives the bytes as they came, and what they say', async () => {
    const text = '{ "choices": [{}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}, "x": "Grüße" }';
    const answer = await sends(text);
    expect(Buffer.from(answer.bytes).toString()).toBe(text);
    expect(answer.json['x']).toBe('Grüße');
    expect(answer.usage).toMatchObject({ promptTokens: 3, completionTokens: 4 });
  });

  it('knows no usage where none is told', async () => {
    expect((await sends({ choices: [{}], error: null })).usage).toBeUndefined();
  });

  it.each([
    ['markup', '<html><body>Bad gateway</body></html>'],
    ['nothing', ''],
    ['half an object', '{"choices":[{"mess'],
    ['an array', '[]'],
    ['an answer without its list', { id: 'x' }],
    ['an answer whose list is none', { choices: {} }],
    ['an answer without a choice', { choices: [] }],
  ])('takes %s for malformed', async (_what, body) => {
    await expect(sends(body)).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('reads an error under status 200', async () => {
    const error = { code: 'content_filter', message: 'The answer was filtered.', innererror: { code: 'x' } };
    await expect(sends({ error })).rejects.toMatchObject({ kind: 'filtered', message: 'The answer was filtered.' });
    await upstream.stop();
    await expect(sends({ error: { code: 'InternalServerError', message: 'at host 10.0.0.1' } })).rejects.toMatchObject({
      kind: 'failed',
      message: 'Deployment east reported an error inside its answer.',
    });
  });

  it('takes an answer that is cut for malformed', async () => {
    const cut = read((response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"choices":[', () => response.destroy());
    });
    await expect(cut).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('takes an answer that does not end for timed out', async () => {
    const slow = read((response) => void response.writeHead(200, { 'content-length': 1000 }).write('{'), {
      attemptMs: 60,
    });
    await expect(slow).rejects.toMatchObject({ kind: 'timed-out' });
  });
});
