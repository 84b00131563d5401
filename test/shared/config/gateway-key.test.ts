import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/config/config.ts';
import { createGatewayKey, findCaller, parseGatewayKey } from '../../../shared/config/gateway-key.ts';

function callerWith(name: string, ...keys: { id: string; sha256: string }[]): Caller {
  return { name, admin: false, keys: keys.map(({ id, sha256 }) => ({ id, sha256: Buffer.from(sha256, 'hex') })) };
}

describe('createGatewayKey', () => {
  it('makes a key of an id and 256 random bits, with the hash to keep', () => {
    const { key, id, sha256 } = createGatewayKey(randomBytes);
    expect(key).toMatch(/^sluice_[a-z0-9]{10}_[A-Za-z0-9_-]{43}$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(parseGatewayKey(key)?.id).toBe(id);
  });

  it('makes the same key of the same randomness, and another of other', () => {
    const constant = (byte: number) => (count: number) => new Uint8Array(count).fill(byte);
    expect(createGatewayKey(constant(7))).toEqual(createGatewayKey(constant(7)));
    expect(createGatewayKey(constant(7)).key).not.toBe(createGatewayKey(constant(8)).key);
  });

  it('asks for more randomness when letters would come unevenly', () => {
    let asked = 0;
    const key = createGatewayKey((count) => {
      asked += 1;
      return new Uint8Array(count).fill(asked === 2 ? 255 : 1);
    });
    expect(key.id).toBe('bbbbbbbbbb');
    expect(asked).toBe(3);
  });
});

describe('parseGatewayKey', () => {
  it('takes apart any key that was made', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.uint8Array({ minLength: 32, maxLength: 32 })), (stream) => {
        const { key, id } = createGatewayKey((count) => (stream.next().value ?? new Uint8Array(count)).slice(0, count));
        const parsed = parseGatewayKey(key);
        expect(`sluice_${id}_${parsed?.secret}`).toBe(key);
      }),
    );
  });

  it.each([
    '',
    'sluice_',
    'sk-abc',
    'sluice_short_x',
    `sluice_ABCDEFGHIJ_${'a'.repeat(43)}`,
    `sluice_abcdefghij_${'a'.repeat(42)}`,
    `sluice_abcdefghij_${'a'.repeat(44)}`,
    `sluice_abcdefghij_${'a'.repeat(43)}\n`,
    ` sluice_abcdefghij_${'a'.repeat(43)}`,
  ])('makes nothing of %j', (text) => {
    expect(parseGatewayKey(text)).toBeUndefined();
  });
});

describe('findCaller', () => {
  const first = createGatewayKey(randomBytes);
  const second = createGatewayKey(randomBytes);
  const other = createGatewayKey(randomBytes);
  const stranger = createGatewayKey(randomBytes);
  const callers = [callerWith('team-a', first, second), callerWith('team-b', other)];

  it('finds the caller by any of its keys', () => {
    expect(findCaller(callers, first.key)).toEqual({ caller: callers[0], keyId: first.id });
    expect(findCaller(callers, second.key)).toEqual({ caller: callers[0], keyId: second.id });
    expect(findCaller(callers, other.key)).toEqual({ caller: callers[1], keyId: other.id });
  });

  it('finds nobody by an unknown id, a wrong secret or another text', () => {
    const { secret } = parseGatewayKey(other.key) ?? { secret: '' };
    expect(findCaller(callers, stranger.key)).toBeUndefined();
    expect(findCaller(callers, `sluice_${first.id}_${secret}`)).toBeUndefined();
    expect(findCaller(callers, first.sha256)).toBeUndefined();
    expect(findCaller(callers, '')).toBeUndefined();
    expect(findCaller([], first.key)).toBeUndefined();
  });

  it('finds nobody by ids that every object has', () => {
    expect(findCaller(callers, `sluice_tostring00_${'a'.repeat(43)}`)).toBeUndefined();
  });
});
