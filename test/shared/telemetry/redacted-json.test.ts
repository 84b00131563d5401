import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createRedactedJson } from '../../../shared/telemetry/redacted-json.ts';

const json = createRedactedJson([new SecretValue('known-secret')]);
const written = (value: unknown): unknown => JSON.parse(json(value));

describe('a logged value', () => {
  it('is written as JSON', () => {
    const value = { text: 1, name: 'x', ok: true, none: null, list: [1, 'two', [3]], nested: { deep: { er: -1.5 } } };
    expect(written(value)).toEqual(value);
  });

  it('is written where JSON has no word for it', () => {
    const value = {
      big: 12n,
      nan: Number.NaN,
      endless: -Infinity,
      missing: undefined,
      act() {},
      mark: Symbol('s'),
      date: new Date(0),
      url: new URL('https://a.example/?code=abc'),
      bytes: new Uint8Array(3),
      map: new Map<unknown, unknown>([
        ['a', 1],
        [2, 'b'],
      ]),
      set: new Set([1]),
      list: [undefined],
    };
    expect(written(value)).toEqual({
      big: '12',
      nan: 'NaN',
      endless: '-Infinity',
      act: '[function]',
      mark: '[symbol]',
      date: '1970-01-01T00:00:00.000Z',
      url: 'https://a.example/?code=[secret]',
      bytes: '[3 bytes]',
      map: { a: 1, 2: 'b' },
      set: [1],
      list: [null],
    });
    expect(json(undefined)).toBe('null');
  });

  it('hides secrets and content by the name of their field, and says whether they are there', () => {
    expect(
      written({
        apiKey: 'x',
        token: 5,
        secret: null,
        password: undefined,
        messages: [{ a: 1 }],
        input: 3,
        prompt: 'p',
        key: false,
      }),
    ).toEqual({
      apiKey: '[secret]',
      token: '[secret]',
      secret: null,
      messages: '[content]',
      input: 3,
      prompt: '[content]',
      key: false,
    });
  });

  it('hides secret values, known secrets and what looks like a key, in names too', () => {
    const keyLike = 'a'.repeat(16) + '0'.repeat(16);
    expect(written({ at: new SecretValue('x'), a: 'is known-secret', 'known-secret': 1, [keyLike]: keyLike })).toEqual({
      at: '[secret]',
      a: 'is [secret]',
      '[secret]': '[secret]',
    });
  });

  it('shows trace ids, which look like keys, in their own fields only', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    expect(written({ traceId, traceparent, other: traceId })).toEqual({ traceId, traceparent, other: '[secret]' });
    expect(written({ traceId: 'Bearer abc' })).toEqual({ traceId: 'Bearer [secret]' });
  });

  it('is an error with name, code, message, stack and cause, and nothing else it holds', () => {
    const cause = Object.assign(new TypeError('Bearer abc'), { code: 'ENOTFOUND', request: { headers: 'planted' } });
    const error = written(new AggregateError([new Error('one')], 'all', { cause }));
    expect(error).toMatchObject({
      name: 'AggregateError',
      message: 'all',
      stack: expect.stringContaining('redacted-json.test.ts'),
      cause: { name: 'TypeError', code: 'ENOTFOUND', message: 'Bearer [secret]' },
      errors: [{ message: 'one' }],
    });
    expect(JSON.stringify(error)).not.toMatch(/planted|Bearer abc/);
  });

  it('does not stop at cycles, throwing getters, throwing proxies or a broken toJSON', () => {
    const circle: Record<string, unknown> = { a: 1 };
    circle.self = circle;
    const shared = { s: 1 };
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    const value = {
      circle,
      one: shared,
      two: shared,
      proxy,
      getter: {
        get x() {
          throw new Error('no');
        },
      },
      json: {
        toJSON: () => {
          throw new Error('no');
        },
      },
      endless: {
        toJSON() {
          return this;
        },
      },
    };
    expect(written(value)).toEqual({
      circle: { a: 1, self: '[circular]' },
      one: { s: 1 },
      two: { s: 1 },
      proxy: '[unreadable]',
      getter: '[unreadable]',
      json: '[unreadable]',
      endless: '[circular]',
    });
  });

  it('is bounded in depth, breadth and length', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(json(deep)).toContain('[cut]');
    expect(written(Array.from({ length: 100 }, (_, index) => index))).toHaveLength(65);
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]));
    expect(Object.keys(Object(written(wide)))).toHaveLength(64);
    const long = Array.from({ length: 64 }, () => Array.from({ length: 64 }, () => 'word '.repeat(400)));
    expect(json(long).length).toBeLessThan(100_000);
  });
});
