import { describe, expect, it } from 'vitest';
import { presentedKey, presentedOwnKey } from '../../../shared/http/presented-key.ts';

describe('presentedKey', () => {
  it.each([
    ['as OpenAI clients send it', { authorization: 'Bearer k1' }, 'k1'],
    ['whatever the case and the spaces', { authorization: 'bEARER   k1  ' }, 'k1'],
    ['as Azure clients send it', { 'api-key': 'k2' }, 'k2'],
    ['as Functions callers send it', { 'x-functions-key': 'k3' }, 'k3'],
    [
      'from the first of several headers',
      { authorization: 'Bearer k1', 'api-key': 'k2', 'x-functions-key': 'k3' },
      'k1',
    ],
    ['beside credentials of another scheme', { authorization: 'Basic dXNlcg==', 'api-key': 'k2' }, 'k2'],
    ['beside an empty header', { 'api-key': '', 'x-functions-key': 'k3' }, 'k3'],
  ])('is read %s', (_what, headers, expected) => {
    expect(presentedKey(headers)).toBe(expected);
  });

  it.each([
    ['nothing', {}],
    ['an empty token', { authorization: 'Bearer ' }],
    ['two tokens', { authorization: 'Bearer a b' }],
    ['no scheme', { authorization: 'k1' }],
    ['empty headers', { 'api-key': '', 'x-functions-key': '' }],
    ['a list', { 'api-key': ['a', 'b'] }],
  ])('is none in %s', (_what, headers) => {
    expect(presentedKey(headers)).toBeUndefined();
  });
});

describe('presentedOwnKey', () => {
  it('is never the key of the Functions host', () => {
    expect(presentedOwnKey({ 'x-functions-key': 'k3' })).toBeUndefined();
    expect(presentedOwnKey({ 'api-key': 'k2', 'x-functions-key': 'k3' })).toBe('k2');
    expect(presentedOwnKey({ authorization: 'Bearer k1', 'api-key': 'k2' })).toBe('k1');
  });
});
