import { expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createRefusals } from '../../../shared/secrets/refusals.ts';

it('remembers a refused value, by value, for the time given', () => {
  let now = 0;
  const refusals = createRefusals(() => now, 1_000);
  refusals.add(new SecretValue('refused'));
  expect(refusals.has(new SecretValue('refused'))).toBe(true);
  expect(refusals.has(new SecretValue('another'))).toBe(false);
  now = 1_000;
  expect(refusals.has(new SecretValue('refused'))).toBe(false);
});

it('counts the time from the latest refusal', () => {
  let now = 0;
  const refusals = createRefusals(() => now, 1_000);
  refusals.add(new SecretValue('refused'));
  now = 900;
  refusals.add(new SecretValue('refused'));
  now = 1_500;
  expect(refusals.has(new SecretValue('refused'))).toBe(true);
});
