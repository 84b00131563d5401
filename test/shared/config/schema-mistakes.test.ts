import * as z from 'zod';
import { expect, it } from 'vitest';
import { gatewayFileSchema } from '../../../shared/config/gateway-file-schema.ts';
import { schemaMistakes } from '../../../shared/config/schema-mistakes.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

function mistakes(members: object, written?: object) {
  const file = gatewayFile(members);
  return schemaMistakes(gatewayFileSchema.safeParse(file).error?.issues ?? [], written ?? file);
}

const withCredential = (credential: unknown) => ({
  upstreams: { east: { endpoint: 'https://e.example', credential } },
});
const anyForm = 'expected exactly one of keyVaultSecret, setting, managedIdentity';

it.each([
  ['a missing member', { deployment: undefined }, 'deployment', 'expected a string', 'nothing'],
  ['another kind', { priority: 'first' }, 'priority', 'expected a number', '"first"'],
  ['a broken number', { priority: 1.5 }, 'priority', 'expected a whole number', '1.5'],
  ['too little', { weight: -1 }, 'weight', 'expected a number of at least 0', '-1'],
  ['an empty text', { upstream: '' }, 'upstream', 'expected a string of at least 1 character', '""'],
  ['a list for an object', { capacity: [] }, 'capacity', 'expected an object', 'a list of 0'],
  ['no flag', { capacity: { provisioned: 'yes' } }, 'capacity.provisioned', 'expected true or false', '"yes"'],
])('says of %s what was expected and what was seen', (_, members, member, message, seen) => {
  const deployment = { upstream: 'east', deployment: 'd', ...members };
  expect(mistakes({ models: { m: { deployments: [deployment] } } })).toEqual([
    { path: `models.m.deployments[0].${member}`, message, seen },
  ]);
});

it('says how long a list must be and how large a number may be', () => {
  expect(mistakes({ models: { m: { deployments: [] } }, retry: { maxAttempts: 99 } })).toEqual([
    { path: 'models.m.deployments', message: 'expected a list of at least 1', seen: 'a list of 0' },
    { path: 'retry.maxAttempts', message: 'expected a number of at most 20', seen: '99' },
  ]);
});

it('reports each unknown member by itself', () => {
  expect(mistakes({ retry: { tries: 1, pause: 2 } }).map(({ path }) => path)).toEqual(['retry.tries', 'retry.pause']);
});

it('reports a name that is none at that name', () => {
  expect(mistakes({ callers: { 'a b': { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }] } } })).toEqual([
    { path: 'callers["a b"]', message: 'expected a name of letters, digits and . _ : - (up to 128)' },
  ]);
});

it.each([
  ['none of the forms', { key: 'x' }, 'upstreams.east.credential.key', /^unknown member, expected exactly one of/],
  ['two forms at once', { keyVaultSecret: 'a', setting: 'B' }, 'upstreams.east.credential', anyForm],
  ['no object', 'x', 'upstreams.east.credential', anyForm],
  ['one form, badly', { keyVaultSecret: 'a b' }, 'upstreams.east.credential.keyVaultSecret', /vault secret's name/],
  [
    'a flag that says no',
    { managedIdentity: false },
    'upstreams.east.credential.managedIdentity',
    /^expected true, or an object/,
  ],
  [
    'a form within a form, badly',
    { managedIdentity: { clientId: 'me' } },
    'upstreams.east.credential.managedIdentity.clientId',
    /client id/,
  ],
])('tells a credential of %s by the form that was meant', (_, credential, path, message) => {
  expect(mistakes(withCredential(credential))).toEqual([
    { path, message: expect.stringMatching(message), seen: undefined },
  ]);
});

it('shows a value as it was written, not as an app setting made it', () => {
  const written = gatewayFile({ retry: { maxAttempts: '%TRIES%' } });
  expect(mistakes({ retry: { maxAttempts: 'a secret' } }, written)).toEqual([
    { path: 'retry.maxAttempts', message: 'expected a number', seen: '"%TRIES%"' },
  ]);
});

it('still says something of a kind of mistake that no schema here makes', () => {
  const { error } = z.number().multipleOf(5).safeParse(7);
  expect(schemaMistakes(error?.issues ?? [], 7)[0]?.message).toMatch(/^expected something else/);
  const bounded = z.string().max(1).safeParse('ab');
  expect(schemaMistakes(bounded.error?.issues ?? [], 'ab')[0]?.message).toBe(
    'expected a string of at most 1 character',
  );
  const dated = z.date().safeParse('x');
  expect(schemaMistakes(dated.error?.issues ?? [], 'x')[0]?.message).toBe('expected date');
  const longer = z.string().min(2).safeParse('a');
  expect(schemaMistakes(longer.error?.issues ?? [], 'a')[0]?.message).toBe(
    'expected a string of at least 2 characters',
  );
});
