import { expect, it } from 'vitest';
import { checkSecret, secretsToCheck } from '../../../local/cli/check-secret.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { SecretValue } from '../../../shared/secret-value.ts';

const clock = () => {
  let time = 0;
  return () => (time += 7);
};
const sourceOf = (current: () => Promise<never>) => ({ current, replace: () => Promise.resolve(undefined) });

it('names each vault secret and each token once, second keys included', () => {
  const scope = 'https://ai.azure.com/.default';
  const secrets = secretsToCheck([
    { kind: 'key-vault', secret: 'a', secondSecret: 'b' },
    { kind: 'key-vault', secret: 'a' },
    { kind: 'managed-identity', scope },
    { kind: 'managed-identity', clientId: 'me', scope },
    { kind: 'setting', setting: 'KEY', value: new SecretValue('k') },
  ]);
  expect([...secrets.keys()]).toEqual([
    'vault secret a',
    'vault secret b',
    `token of the app's own identity for ${scope}`,
    `token of me for ${scope}`,
  ]);
  expect(secrets.get('vault secret b')).toEqual({ kind: 'key-vault', secret: 'b' });
});

it('says whether a secret can be read, and how long that took', async () => {
  const credential = { kind: 'api-key', value: new SecretValue('k') } as const;
  const readable = { current: () => Promise.resolve(credential), replace: () => Promise.resolve(undefined) };
  expect(await checkSecret(readable, clock())).toEqual({ state: 'ok', latencyMs: 7, finding: 'can be read' });
});

it('repeats the reason only of an error that is made to be shown', async () => {
  const shown = sourceOf(() => Promise.reject(new GatewayError('secret_unavailable', 'no permission')));
  const hidden = sourceOf(() => Promise.reject(new Error('planted')));
  expect(await checkSecret(shown, clock())).toMatchObject({ state: 'failed', finding: 'no permission' });
  expect(await checkSecret(hidden, clock())).toMatchObject({ state: 'failed', finding: 'cannot be read' });
});
