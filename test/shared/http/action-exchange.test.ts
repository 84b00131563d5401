import { describe, expect, it } from 'vitest';
import { actionExchange } from '../../../shared/http/action-exchange.ts';
import type { CallerExchange } from '../../../shared/http/exchange.ts';

function exchangeWith(body: unknown): CallerExchange {
  const gone = new AbortController().signal;
  return {
    requestId: 'r',
    path: ['action-chat'],
    query: new URLSearchParams(),
    arrival: {
      headers: {},
      url: '/action-chat',
      method: 'POST',
      gone,
      body: () => Promise.resolve(new Uint8Array()),
      writable: () => undefined,
      abort: () => Promise.resolve(),
    },
    call: {
      requestId: 'r',
      caller: { name: 'a', keys: [], admin: false },
      keyId: 'k',
      gone,
      startedMs: 0,
      cacheControl: { mayRead: true, mayStore: true, maxAgeMs: undefined, isOnlyIfCached: false },
    },
    readJson: () => Promise.resolve(body),
  };
}

describe('the request of an action', () => {
  it('has to be answered before the 120 seconds of a Logic App are over', () => {
    expect(actionExchange(exchangeWith({})).call.deadlineMs).toBe(110_000);
  });

  it.each([{ model: 'm' }, { stream: false }, { stream: null }, [], 'text'])('is read as it came: %j', async (body) => {
    await expect(actionExchange(exchangeWith(body)).readJson()).resolves.toBe(body);
  });

  it('is refused when it asks for a stream', async () => {
    await expect(actionExchange(exchangeWith({ stream: true })).readJson()).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'stream',
    });
  });
});
