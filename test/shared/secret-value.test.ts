import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../shared/secret-value.ts';

const secret = new SecretValue('hunter2');

describe('SecretValue', () => {
  it.each([
    ['JSON', JSON.stringify({ secret, list: [secret] })],
    ['string conversion', [secret].join() + String(secret)],
    ['the console', format('%s %o %j', secret, secret, secret)],
    ['deep inspection', inspect({ secret }, { depth: 9, showHidden: true })],
    ['a copy of its members', JSON.stringify(Object.entries(secret))],
    [
      'an error’s message',
      new Error('refused', { cause: secret }).stack + inspect(new Error('refused', { cause: secret })),
    ],
  ])('does not show in %s', (_what, shown) => {
    expect(shown).not.toContain('hunter2');
  });

  it('is had by its one door', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it('is equal to another of the same value', () => {
    expect(secret.equals(new SecretValue('hunter2'))).toBe(true);
    expect(secret.equals(new SecretValue('hunter3'))).toBe(false);
  });
});
