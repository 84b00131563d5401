import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createCredentialSources } from '../../../shared/secrets/credential-sources.ts';
import type { Credential } from '../../../shared/secrets/credential.ts';

/** A source over a vault held in an object; `reads` counts what was read from it. */
function keysIn(vault: Record<string, string | Error>, secondSecret?: string) {
  const clock = { now: 0 };
  const reads: string[] = [];
  const sources = createCredentialSources({
    secretTtlMs: 3_600_000,
    now: () => clock.now,
    random: () => 1,
    async readSecret(name) {
      reads.push(name);
      const value = vault[name];
      if (value === undefined || value instanceof Error) throw value ?? new Error('missing');
      return new SecretValue(value);
    },
  });
  const source = sources({ kind: 'key-vault', secret: 'first', secondSecret });
  return {
    vault,
    clock,
    reads,
    source,
    current: async () => (await source.current()).value.reveal(),
    replace: async (refused: string) => (await source.replace(apiKey(refused)))?.value.reveal(),
  };
}

function apiKey(value: string): Credential {
  return { kind: 'api-key', value: new SecretValue(value) };
}

describe('a key from the vault', () => {
  it('goes up as an api key', async () => {
    const { source } = keysIn({ first: 'a1' });
    expect((await source.current()).kind).toBe('api-key');
  });

  it('is read afresh when it is refused', async () => {
    const { vault, current, replace } = keysIn({ first: 'a1' });
    await current();
    vault.first = 'a2';
    expect(await replace('a1')).toBe('a2');
    expect(await current()).toBe('a2');
  });

  it('is not read again when another call has already fetched a newer one', async () => {
    const { vault, current, replace, reads } = keysIn({ first: 'a1' });
    await current();
    vault.first = 'a2';
    await replace('a1');
    expect(await replace('a1')).toBe('a2');
    expect(reads).toEqual(['first', 'first']);
  });

  it('has no replacement when the vault has nothing newer and there is no second key', async () => {
    const { current, replace, reads } = keysIn({ first: 'a1' });
    await current();
    expect(await Promise.all(Array.from({ length: 50 }, () => replace('a1')))).toEqual(Array(50).fill(undefined));
    expect(await replace('a1')).toBeUndefined();
    expect(reads).toEqual(['first', 'first']);
    expect(await current()).toBe('a1');
  });

  it('is picked up once the vault has it, though the refusals began before', async () => {
    const { vault, clock, current, replace } = keysIn({ first: 'a1' });
    await current();
    expect(await replace('a1')).toBeUndefined();
    vault.first = 'a2';
    clock.now += 5_000;
    expect(await replace('a1')).toBe('a2');
  });

  it('gives way to the second key when a fresh read brings the same, with one read for fifty refusals', async () => {
    const { current, replace, reads } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => replace('a1'))))).toEqual(new Set(['b1']));
    expect(reads).toEqual(['first', 'first', 'second']);
  });

  it('is passed over by later calls while the second key serves', async () => {
    const { current, replace } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    await replace('a1');
    expect(await current()).toBe('b1');
  });

  it('comes back by itself once the vault has a newer one', async () => {
    const { vault, clock, current, replace } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    await replace('a1');
    vault.first = 'a2';
    clock.now += 5_000;
    expect(await current()).toBe('b1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await current()).toBe('a2');
  });

  it("is tried again after a minute, for the refusal may have been the upstream's own fault", async () => {
    const { clock, current, replace } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    await replace('a1');
    clock.now += 60_000;
    expect(await current()).toBe('a1');
  });

  it('has no replacement when both keys are refused', async () => {
    const { current, replace } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    await replace('a1');
    expect(await replace('b1')).toBeUndefined();
    expect(await current()).toBe('a1');
  });

  it('is replaced by the second key while the vault fails the fresh read', async () => {
    const { vault, current, replace } = keysIn({ first: 'a1', second: 'b1' }, 'second');
    await current();
    vault.first = new Error('down');
    expect(await replace('a1')).toBe('b1');
  });

  it('has no replacement when the vault fails every read', async () => {
    const { vault, current, replace } = keysIn({ first: 'a1' }, 'second');
    await current();
    vault.first = new Error('down');
    expect(await replace('a1')).toBeUndefined();
  });

  it('is stood in for by the second key when it cannot be read at all', async () => {
    const { current, source } = keysIn({ second: 'b1' }, 'second');
    expect(await current()).toBe('b1');
    expect(source.status()).toMatchObject({ state: 'stale', errorCode: 'Error' });
  });

  it("fails with the first key's error when neither can be read", async () => {
    const { current, source } = keysIn({ first: new Error('first is gone') }, 'second');
    await expect(current()).rejects.toThrow('first is gone');
    expect(source.status()).toMatchObject({ state: 'failed', errorCode: 'Error' });
  });

  it('tells its state without reading', async () => {
    const { current, source, reads } = keysIn({ first: 'a1' });
    expect(source.status()).toMatchObject({ state: 'unread' });
    expect(reads).toEqual([]);
    await current();
    expect(source.status()).toMatchObject({ state: 'ok' });
  });
});
