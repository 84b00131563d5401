import { describe, expect, it } from 'vitest';
import { decodeAnswer, encodeAnswer, refusedAnswer } from '../../../shared/jobs/job-answer.ts';
import { jobAnswerOf } from '../../setup/job.ts';

describe('an answer', () => {
  it.each(['', '\n', '{"a":\n1}', '\u{1F30A}\r\n\n'])('keeps every byte of %j', (text) => {
    const answer = jobAnswerOf({ body: Buffer.from(text), headers: { 'x-note': 'a\nb' } });
    expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
  });

  it('keeps bytes that are no text', () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(Buffer.from(decodeAnswer(encodeAnswer(jobAnswerOf({ body }))).body)).toEqual(Buffer.from(body));
  });

  it('is not made of what is none', () => {
    expect(() => decodeAnswer(Buffer.from('{"status":200}\n'))).toThrow();
    expect(() => decodeAnswer(Buffer.from('nothing'))).toThrow();
  });
});

it.each([
  ['job_cancelled', 410, 'cancelled'],
  ['job_failed', 500, 'failed'],
  ['invalid_api_key', 401, 'failed'],
] as const)('says %s with %i', (code, status, outcome) => {
  const answer = refusedAnswer(code, 'Why.', 5);
  expect(answer).toMatchObject({ status, outcome, finishedMs: 5, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(Buffer.from(answer.body).toString()).error).toMatchObject({ code, message: 'Why.' });
});
