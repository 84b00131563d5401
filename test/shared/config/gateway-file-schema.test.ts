import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gatewayFileSchema } from '../../../shared/config/gateway-file-schema.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

it('takes a whole file and fills in what it leaves open', () => {
  expect(gatewayFileSchema.parse(gatewayFile())).toMatchObject({ retry: { maxAttempts: 5 }, timeouts: {} });
});

it('takes the sample file as it stands', () => {
  const sample: unknown = JSON.parse(readFileSync('local/gateway.sample.json', 'utf8'));
  expect(gatewayFileSchema.safeParse(sample).error).toBeUndefined();
});

it('needs upstreams, models and callers, and knows no other members', () => {
  const { error } = gatewayFileSchema.safeParse({ routes: {} });
  expect(error?.issues.map(({ path, code }) => [path[0], code])).toEqual([
    ['upstreams', 'invalid_type'],
    ['models', 'invalid_type'],
    ['callers', 'invalid_type'],
    [undefined, 'unrecognized_keys'],
  ]);
});

it('lets a model be corrected, and says where a correction is wrong', () => {
  const catalogue = { 'own-model': { contextTokens: 128_000 } };
  expect(gatewayFileSchema.parse(gatewayFile({ catalogue })).catalogue).toEqual(catalogue);
  const { error } = gatewayFileSchema.safeParse(gatewayFile({ catalogue: { 'own-model': { contextTokens: 'wide' } } }));
  expect(error?.issues.map(({ path }) => path)).toEqual([['catalogue', 'own-model', 'contextTokens']]);
});
