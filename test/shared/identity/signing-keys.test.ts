import { describe, expect, it } from 'vitest';
import { createOidcKey, type OidcKey } from '../../../local/azure/oidc-key.ts';
import { SigningKeysError } from '../../../shared/identity/fetch-signing-keys.ts';
import { SigningKeys } from '../../../shared/identity/signing-keys.ts';

const [first, second] = [createOidcKey(), createOidcKey()];

/** Keys over a source that a test plays: what it publishes, when it answers, and the clock. */
function playedKeys() {
  const published: OidcKey[] = [first];
  const source = { keys: published, isDown: false, reads: 0, held: Promise.resolve() };
  const failures: [string, boolean][] = [];
  let nowMs = 1_000_000;
  const keys = new SigningKeys({
    fetchKeys: async () => {
      source.reads += 1;
      const keys = source.keys.map((key) => ({ kty: 'RSA', ...key.published, kid: key.id }));
      await source.held;
      if (source.isDown) throw new SigningKeysError('the provider answered 503');
      return { keys };
    },
    now: () => nowMs,
    onFailure: (reason, stillServing) => failures.push([reason, stillServing]),
  });
  return { keys, source, failures, pass: (ms: number) => (nowMs += ms) };
}

const hourMs = 3_600_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('signing keys', () => {
  it('are read when the first token needs one, and once for all who wait', async () => {
    const { keys, source } = playedKeys();
    expect([keys.state(), source.reads]).toEqual(['unread', 0]);
    await Promise.all([keys.holding(first.id), keys.holding(first.id), keys.check()]);
    expect([keys.state(), source.reads]).toEqual(['ok', 1]);
    await keys.holding(first.id);
    expect(source.reads).toBe(1);
  });

  it('that are new work from their first token', async () => {
    const { keys, source } = playedKeys();
    await keys.holding(first.id);
    source.keys = [first, second];
    await Promise.all([keys.holding(second.id), keys.holding(second.id)]);
    expect(source.reads).toBe(2);
    // A rotation that was found does not put off the next.
    const third = createOidcKey();
    source.keys = [second, third];
    await keys.holding(third.id);
    await expect(keys.holding(first.id)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('that nobody publishes are looked for once in ten seconds', async () => {
    const { keys, source, pass } = playedKeys();
    await keys.holding(first.id);
    const ask = () => expect(keys.holding('none')).rejects.toMatchObject({ code: 'invalid_token', status: 401 });
    await Promise.all([ask(), ask(), ask()]);
    await ask();
    expect(source.reads).toBe(2);
    pass(9_999);
    await ask();
    expect(source.reads).toBe(2);
    pass(1);
    await ask();
    expect(source.reads).toBe(3);
  });

  it('are read once for an unknown one that comes first', async () => {
    const { keys, source } = playedKeys();
    await expect(keys.holding('none')).rejects.toMatchObject({ code: 'invalid_token' });
    expect(source.reads).toBe(1);
  });

  it('published while a read was under way are looked for once more', async () => {
    const { keys, source, pass } = playedKeys();
    await keys.holding(first.id);
    const gate = Promise.withResolvers<void>();
    source.held = gate.promise;
    pass(hourMs);
    await keys.holding(first.id);
    source.keys = [first, second];
    const asked = keys.holding(second.id);
    gate.resolve();
    await asked;
    expect(source.reads).toBe(3);
  });

  it('are read anew each hour that tokens come, without a wait', async () => {
    const { keys, source, pass } = playedKeys();
    await keys.holding(first.id);
    pass(hourMs - 1);
    await keys.holding(first.id);
    expect(source.reads).toBe(1);
    const gate = Promise.withResolvers<void>();
    source.held = gate.promise;
    pass(1);
    await keys.holding(first.id);
    expect(source.reads).toBe(2);
    gate.resolve();
  });

  it('are waited for after a day without tokens: one may have been withdrawn', async () => {
    const { keys, source, pass } = playedKeys();
    await keys.holding(first.id);
    source.keys = [second];
    pass(24 * hourMs);
    await expect(keys.holding(first.id)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(source.reads).toBe(2);
  });

  it('serve on while their source is down, which is told, and are asked for every five seconds', async () => {
    const { keys, source, failures, pass } = playedKeys();
    await keys.holding(first.id);
    source.isDown = true;
    pass(48 * hourMs);
    await keys.holding(first.id);
    await keys.holding(first.id);
    expect([keys.state(), source.reads]).toEqual(['stale', 2]);
    expect(failures).toEqual([['the provider answered 503', true]]);
    await expect(keys.holding('new')).rejects.toMatchObject({ code: 'identity_unavailable' });
    expect(source.reads).toBe(2);
    source.isDown = false;
    pass(5_000);
    expect([await keys.check(), source.reads]).toEqual(['ok', 3]);
  });

  it('that cannot be had for an unknown one are no verdict on its token', async () => {
    const { keys, source, pass } = playedKeys();
    await keys.holding(first.id);
    source.isDown = true;
    source.keys = [first, second];
    await expect(keys.holding(second.id)).rejects.toMatchObject({ code: 'identity_unavailable', status: 503 });
    expect(keys.state()).toBe('stale');
    source.isDown = false;
    pass(5_000);
    await keys.holding(first.id);
    await settled();
    expect(keys.state()).toBe('ok');
    await keys.holding(second.id);
  });

  it('that cannot be had are no verdict either on a token that comes the moment the read fails', async () => {
    const { keys, source } = playedKeys();
    await keys.holding(first.id);
    source.isDown = true;
    const refusals: Promise<unknown>[] = [];
    for (let at = 0; at < 50; at += 1) {
      refusals.push(keys.holding(`no-${at}`).catch((error: unknown) => error));
      await Promise.resolve();
    }
    expect(await Promise.all(refusals)).toEqual(refusals.map(() => expect.objectContaining({ status: 503 })));
    expect(source.reads).toBe(2);
  });

  it('that were never had are 503 with the time to come back, and not asked for meanwhile', async () => {
    const { keys, source, failures, pass } = playedKeys();
    source.isDown = true;
    const ask = () => keys.holding(first.id);
    await expect(ask()).rejects.toMatchObject({ code: 'identity_unavailable', retryAfterMs: 5_000 });
    pass(3_000);
    await expect(ask()).rejects.toMatchObject({ retryAfterMs: 2_000 });
    pass(1_500);
    await expect(ask()).rejects.toMatchObject({ retryAfterMs: 1_000 });
    expect([await keys.check(), source.reads, failures]).toEqual(['failed', 1, [['the provider answered 503', false]]]);
    source.isDown = false;
    pass(500);
    await ask();
    expect([keys.state(), source.reads]).toEqual(['ok', 2]);
  });

  it('let a bug through', async () => {
    const keys = new SigningKeys({
      fetchKeys: () => Promise.reject(new TypeError('a bug')),
      now: () => 0,
      onFailure: () => expect.unreachable('it is no failure of the provider'),
    });
    await expect(keys.holding('x')).rejects.toThrow('a bug');
    await expect(keys.check()).rejects.toThrow('a bug');
  });
});
