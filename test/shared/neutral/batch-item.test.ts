import { describe, expect, it } from 'vitest';
import { batchItemId, parseBatchItem } from '../../../shared/neutral/batch-item.ts';

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] };

describe('a request of a batch', () => {
  it.each([
    [{ body: chat }, { operation: 'chat', request: chat }],
    [
      { id: 'a', method: 'POST', path: '/v1/chat/completions', body: chat },
      { operation: 'chat', request: chat },
    ],
    [
      { path: '/v1/embeddings', body: { input: 'a' } },
      { operation: 'embeddings', request: { input: 'a' } },
    ],
    [
      { custom_id: 'b', method: 'POST', url: '/v1/embeddings', body: { input: 'a' } },
      { operation: 'embeddings', request: { input: 'a' } },
    ],
  ])('is read by its path: %j', (item, expected) => {
    expect(parseBatchItem(item)).toEqual(expected);
  });

  it.each([
    ['text', undefined],
    [{}, 'body'],
    [{ method: 'GET', body: chat }, 'method'],
    [{ path: '/v1/images/generations', body: chat }, 'path'],
    [{ id: 5, body: chat }, 'id'],
    [{ body: { ...chat, stream: true } }, 'stream'],
    [{ body: { ...chat, n: 0 } }, 'n'],
    [{ url: '/v1/images/generations', body: chat }, 'url'],
    [{ path: '/v1/embeddings', url: '/v1/chat/completions', body: chat }, 'url'],
    [{ id: 'a', custom_id: 'b', body: chat }, 'custom_id'],
    [{ uri: '/v1/embeddings', body: chat }, 'uri'],
    [{ path: '/v1/embeddings', body: chat }, 'input'],
  ])('is refused when it is wrong: %j', (item, param) => {
    expect(() => parseBatchItem(item)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});

it('knows a request by its id, if it has one', () => {
  expect([{ id: 'a' }, { custom_id: 'b' }, { id: 5 }, {}, null, 'a'].map(batchItemId)).toEqual([
    'a',
    'b',
    null,
    null,
    null,
    null,
  ]);
});
