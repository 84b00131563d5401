import { expect, it } from 'vitest';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { redactedConfig } from '../../../shared/config/redacted-config.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

const planted = 'planted0123456789planted';

function shown(members: object = {}) {
  const config = loadConfig({ env: gatewaySettings(gatewayFile(members), { EAST_KEY: planted }), readFile: () => '' });
  return redactedConfig(config);
}

it('shows names, limits and the way to each credential', () => {
  expect(shown()).toMatchObject({
    settings: { logLevel: 'info', keyVaultUrl: 'https://vault.vault.azure.net' },
    models: {
      'gpt-4o': { model: 'gpt-4o', deployments: [{ name: 'east-gpt-4o-prod', weight: 3 }, { name: 'west-4o' }] },
      embed: { model: 'text-embedding-3-small' },
    },
    callers: { 'team-a': { keys: [{ id: 'abcdefghij', sha256: '[hidden]' }], models: ['gpt-4o'], admin: false } },
    timeouts: { deadlineMs: 220_000 },
  });
});

it('shows the limits of callers, teams and deployments', () => {
  const budgets = [{ tokens: 5, per: 'day' }];
  const keys = [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }];
  const text = JSON.stringify(
    shown({
      callers: { 'team-a': { keys, limits: { requestsPerMinute: 61 }, budgets } },
      teams: { research: { callers: ['team-a'], budgets } },
      limits: { deployments: { 'west-4o': { tokensPerMinute: 77 } } },
    }),
  );
  for (const part of ['"requestsPerMinute":61', '"research"', '"west-4o":{"tokensPerMinute":77}']) {
    expect(text).toContain(part);
  }
});

it('shows no secret, hash or value', () => {
  const upstreams = {
    east: { endpoint: 'https://e.example', credential: { setting: 'EAST_KEY' } },
    west: { endpoint: 'https://w.example', credential: { keyVaultSecret: planted } },
  };
  const callers = { open: { keys: [{ id: 'abcdefghij', sha256: 'b1'.repeat(32) }] } };
  const text = JSON.stringify(shown({ upstreams, callers }));
  expect(text).not.toContain(planted);
  expect(text).not.toContain('b1b1');
  expect(text).toContain('EAST_KEY');
  expect(text).toContain('every model');
});
