import { describe, expect, it } from 'vitest';
import { createIdentityTokens } from '../../../shared/secrets/identity-tokens.ts';
import type { IdentityToken } from '../../../shared/secrets/identity-credential.ts';

const scope = 'https://ai.azure.com/.default';
const hourMs = 3_600_000;

function tokensOver(answers: (IdentityToken | Error)[], readTimeLimitMs = 5_000) {
  const clock = { now: 0 };
  const logged: unknown[] = [];
  let requests = 0;
  const tokens = createIdentityTokens({
    async requestToken() {
      const answer = answers[requests];
      requests += 1;
      if (answer === undefined) return new Promise(() => undefined);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    readTimeLimitMs,
    now: () => clock.now,
    random: () => 0,
    log: { warn: (event, fields) => logged.push([event, fields?.scope, fields?.stillServing]) },
  });
  const get = async () => (await tokens(scope, undefined).get()).value.reveal();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, get, settle, logged, requests: () => requests };
}

describe('an identity token', () => {
  it('is used until five minutes before its end, then renewed in the background', async () => {
    const { clock, get, settle, requests } = tokensOver([
      { token: 'a', expiresOnTimestamp: hourMs },
      { token: 'b', expiresOnTimestamp: 2 * hourMs },
    ]);
    await get();
    clock.now = hourMs - 301_000;
    await get();
    expect(requests()).toBe(1);
    clock.now = hourMs - 300_000;
    expect(await get()).toBe('a');
    await settle();
    expect(await get()).toBe('b');
    expect(requests()).toBe(2);
  });

  it('is renewed when the credential advises it, asking twice because MSAL still answers with the old one', async () => {
    const old = { token: 'a', expiresOnTimestamp: 24 * hourMs, refreshAfterTimestamp: 12 * hourMs };
    const { clock, get, settle } = tokensOver([old, old, { ...old, token: 'b', refreshAfterTimestamp: 24 * hourMs }]);
    await get();
    clock.now = 12 * hourMs;
    expect(await get()).toBe('a');
    await settle();
    expect(await get()).toBe('b');
  });

  it('with a short life is renewed at half of it', async () => {
    const { clock, get, settle, requests } = tokensOver([
      { token: 'a', expiresOnTimestamp: 70_000 },
      { token: 'b', expiresOnTimestamp: 130_000 },
    ]);
    await get();
    clock.now = 29_000;
    await get();
    expect(requests()).toBe(1);
    clock.now = 30_000;
    expect(await get()).toBe('a');
    await settle();
    expect(await get()).toBe('b');
  });

  it('is used to its end while the identity endpoint fails, and not after', async () => {
    const down = new Error('down');
    const { clock, get, settle, logged } = tokensOver([{ token: 'a', expiresOnTimestamp: hourMs }, down, down]);
    await get();
    clock.now = hourMs - 200_000;
    expect(await get()).toBe('a');
    await settle();
    expect(logged).toEqual([['identity-token-failed', scope, true]]);
    clock.now = hourMs - 10_000;
    await expect(get()).rejects.toMatchObject({ code: 'secret_unavailable' });
  });

  it('that cannot be had fails with what to do about it', async () => {
    const error = Object.assign(new Error('no identity'), { name: 'CredentialUnavailableError' });
    await expect(tokensOver([error]).get()).rejects.toThrow(/CredentialUnavailableError.*managed identity.*az login/);
  });

  it('is not waited for beyond the time limit', async () => {
    const keepAlive = setInterval(() => undefined, 1_000);
    await expect(tokensOver([], 10).get()).rejects.toThrow('TimeoutError');
    clearInterval(keepAlive);
  });
});
