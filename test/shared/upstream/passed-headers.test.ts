import { expect, it } from 'vitest';
import { passedHeaders } from '../../../shared/upstream/passed-headers.ts';

it('are those that a call needs, and nothing that a client tells of itself', () => {
  const made = new Headers({
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'User-Agent': 'OpenAI/JS',
    'X-Stainless-Lang': 'js',
    'OpenAI-Organization': 'org',
    Cookie: 'session=1',
    Authorization: 'Bearer t',
  });
  expect(passedHeaders(made)).toEqual({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'OpenAI/JS',
    authorization: 'Bearer t',
  });
});
