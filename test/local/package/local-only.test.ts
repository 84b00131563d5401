import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { localOnly } from '../../../local/package/local-only.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

it('finds the endpoints and the key of a development machine', () => {
  expect(localOnly(readFileSync('local/gateway.json', 'utf8'))).toEqual([
    'Endpoints of a development machine: upstreams east, west, openai, anthropic.',
    'The published development key opens it: callers developer.',
  ]);
});

it('finds an address of the loopback interface beside real ones', () => {
  const { upstreams } = gatewayFile();
  const local = { endpoint: 'http://127.0.0.1:9/x', credential: { setting: 'KEY' } };
  expect(localOnly(JSON.stringify(gatewayFile({ upstreams: { ...upstreams, local } })))).toEqual([
    'Endpoints of a development machine: upstreams local.',
  ]);
});

it('finds nothing in a file for Azure, with addresses of its own, of a provider, or of a setting', () => {
  const upstreams = { a: { provider: 'openai' }, b: { endpoint: '%EAST_URL%' }, c: { endpoint: 'https://c.example' } };
  expect(localOnly(JSON.stringify(gatewayFile({ upstreams })))).toEqual([]);
});
