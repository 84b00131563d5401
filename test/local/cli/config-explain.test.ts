import { expect, it } from 'vitest';
import { explainModel } from '../../../local/cli/config-explain.ts';
import { fakeTerminal, noOptions } from '../../fixtures/fake-terminal.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

const upstreams = {
  east: { endpoint: 'https://east.example', apiVersion: '2023-05-15', credential: { keyVaultSecret: 'k' } },
  west: { endpoint: 'https://west.example', credential: { managedIdentity: true } },
  north: { endpoint: 'https://north.example', credential: { setting: 'KEY' } },
};

function explain(name: string, models: object = {}, catalogue: object = {}) {
  const file = {
    catalogue,
    ...gatewayFile({
      upstreams,
      models,
      callers: { a: { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }] } },
    }),
  };
  const screen = fakeTerminal({ env: gatewaySettings(file, { KEY: 'k' }) });
  return { code: explainModel(screen.terminal, { ...noOptions, name }), rows: screen.output().split('\n'), ...screen };
}

const on = (upstream: string, members: object = {}) => ({ upstream, deployment: 'd', ...members });

it('lists deployments by priority and share, with what each is, has and serves', () => {
  const deployments = [
    on('east', { priority: 2 }),
    on('west', { weight: 1 }),
    on('north', { weight: 3, capacity: { provisioned: true } }),
  ];
  const { code, rows } = explain('gpt-4o', { 'gpt-4o': { deployments } });
  expect(code).toBe(0);
  expect(rows[0]).toBe('gpt-4o runs gpt-4o (azure/gpt-4o)');
  expect(rows[1]).toBe('Window of 128,000 tokens, answer up to 16,384; takes max_tokens, temperature');
  expect(rows.slice(4, 7).map((row) => row.split(/ {2,}/))).toEqual([
    ['1', '75 %', 'north-d (provisioned)', 'https://north.example, d', 'v1', 'app setting', 'chat/completions'],
    ['1', '25 %', 'west-d', 'https://west.example, d', 'v1', 'managed identity', 'chat/completions'],
    ['2', 'all', 'east-d', 'https://east.example, d', '2023-05-15', 'vault secret', 'chat/completions'],
  ]);
});

it('explains a single deployment by its name', () => {
  const { rows } = explain('west-d', { chat: { model: 'gpt-5-mini', deployments: [on('west'), on('north')] } });
  expect(rows[0]).toBe('west-d runs gpt-5-mini (azure/gpt-5-mini)');
  expect(rows[1]).toMatch(
    /prompt up to 272,000.*takes max_completion_tokens, no temperature, reasoning_effort minimal/,
  );
  expect(rows.at(-1)).toBe('There is no other deployment to fall back on.');
});

it('says what a weight of nothing means', () => {
  const { rows } = explain('a', { a: { deployments: [on('west', { weight: 0 }), on('north')] } });
  expect(rows.slice(4, 6).map((row) => row.split(/ {2,}/)[1])).toEqual(['100 %', 'last resort']);
  const none = explain('a', { a: { deployments: [on('west', { weight: 0 }), on('north', { weight: 0 })] } });
  expect(none.rows[4]).toContain('in file order');
});

it('says what it cannot know of a model that the catalogue lacks', () => {
  const { rows } = explain('gpt-9-nova', { 'gpt-9-nova': { deployments: [on('west')] } });
  expect(rows[0]).toMatch(/not in the catalogue; the rule for unknown models/);
  expect(rows[1]).toMatch(/^Window unknown; takes max_completion_tokens/);
});

it('goes by what the file itself says of a model', () => {
  const facts = { contextTokens: 128_000, maxOutputTokens: 16_000, source: 'the vendor' };
  const { rows } = explain('gpt-9-nova', { 'gpt-9-nova': { deployments: [on('west')] } }, { 'gpt-9-nova': facts });
  expect(rows[1]).toMatch(/^Window of 128,000 tokens, answer up to 16,000/);
});

it('explains models that do not chat', () => {
  const models = {
    embed: { model: 'text-embedding-3-small', deployments: [on('west')] },
    tune: { model: 'gpt-image-1', deployments: [on('north')] },
  };
  expect(explain('embed', models).rows[1]).toMatch(/makes embeddings$/);
  expect(explain('tune', models).rows[4]).toMatch(/nothing that Sluice serves$/);
});

it('names the models there are when it is asked for another', () => {
  const { code, errors } = explain('nope', { a: { deployments: [on('west')] } });
  expect(code).toBe(1);
  expect(errors).toEqual(['nope is neither a model nor a deployment; there are a, west-d']);
});
