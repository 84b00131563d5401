import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { gatewayJsonSchema, schemaFile } from '../../../local/cli/gateway-json-schema.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const published: object = JSON.parse(readFileSync(schemaFile, 'utf8'));
const validate = new Ajv({ formats: { date: true }, allowUnionTypes: true }).compile(published);

it('is what the published file holds (else run `node local/cli/write-schema.ts`)', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(gatewayJsonSchema());
});

it('describes every member of every object', () => {
  const undescribed: string[] = [];
  (function visit(schema: unknown, path: string) {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [name, member] of Object.entries(schema)) {
      if (path.endsWith('.properties') && !('description' in Object(member))) undescribed.push(`${path}.${name}`);
      visit(member, `${path}.${name}`);
    }
  })(published, '');
  expect(undescribed).toEqual([]);
});

describe('an editor that completes by it', () => {
  it.each(['local/gateway.json', 'local/gateway.sample.json'])('finds no mistake in %s, which names it', (path) => {
    const file: { $schema?: string } = JSON.parse(readFileSync(path, 'utf8'));
    expect([validate(file), validate.errors]).toEqual([true, null]);
    expect(new URL(file.$schema ?? '', new URL(`../../../${path}`, import.meta.url)).href).toBe(schemaFile.href);
  });

  it.each([
    ['an unknown member', { retry: { tries: 5 } }],
    ['another kind', { retry: { maxAttempts: 'five' } }],
    ['too much', { retry: { maxAttempts: 50 } }],
    ['a name with a space', { callers: { 'a b': { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }] } } }],
    ['no models', { models: {} }],
    [
      'a credential in two forms',
      { upstreams: { a: { endpoint: 'https://a', credential: { setting: 'A', keyVaultSecret: 'b' } } } },
    ],
  ])('finds %s', (_, members) => {
    expect(validate(gatewayFile(members))).toBe(false);
  });

  it('takes an app setting in place of any value', () => {
    const deployment = {
      upstream: 'east',
      deployment: '%D%',
      weight: '%W%',
      capacity: { provisioned: '%P%' },
      apiVersion: '%V%',
    };
    expect(validate(gatewayFile({ models: { a: { deployments: [deployment] } } }))).toBe(true);
  });
});
