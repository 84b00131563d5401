import { describe, expect, it } from 'vitest';

import { listModels, pageOf, parseModelListQuery, type ModelEntry } from '../../../shared/openai/model-list.ts';

const model = (id: string, extras: Partial<ModelEntry> = {}): ModelEntry => ({
  id,
  object: 'model',
  created: 1_700_000_000,
  owned_by: 'openai',
  provider: 'azure-openai',
  capabilities: ['chat'],
  health: 'healthy',
  ...extras,
});

const models = [
  model('gpt-4o', { capabilities: ['chat', 'vision'] }),
  model('text-embedding-3-small', { capabilities: ['embeddings'] }),
  model('claude', { owned_by: 'anthropic', provider: 'anthropic' }),
];
const idsFor = (query: string) =>
  listModels(models, parseModelListQuery(new URLSearchParams(query))).data.map((entry) => entry.id);

describe('listModels', () => {
  it.each([
    ['', ['gpt-4o', 'text-embedding-3-small', 'claude']],
    ['capability=chat', ['gpt-4o', 'claude']],
    ['capability=chat&capability=vision', ['gpt-4o']],
    ['capability=chat,vision', ['gpt-4o']],
    ['provider=anthropic', ['claude']],
    ['owner=openai', ['gpt-4o', 'text-embedding-3-small']],
    ['query=EMBED', ['text-embedding-3-small']],
    ['query=nothing', []],
    ['unknown=1', ['gpt-4o', 'text-embedding-3-small', 'claude']],
    ['limit=1&after=gpt-4o', ['text-embedding-3-small']],
    ['capability=chat&limit=1&after=gpt-4o', ['claude']],
  ])('answers ?%s', (query, ids) => {
    expect(idsFor(query)).toEqual(ids);
  });
});

describe('parseModelListQuery', () => {
  it.each(['0', '-1', '1001', 'ten', '', '1.5', '1e2'])('refuses limit=%s', (limit) => {
    expect(() => parseModelListQuery(new URLSearchParams({ limit }))).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: 'limit' }),
    );
  });
});

describe('pageOf', () => {
  it('pages through every model once, following last_id', () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = pageOf(models, { limit: 2, after });
      seen.push(...page.data.map((entry) => entry.id));
      if (!page.has_more) break;
      after = page.last_id ?? undefined;
    }
    expect(seen).toEqual(models.map((entry) => entry.id));
  });

  it('names its first and last model, and that more follow', () => {
    expect(pageOf(models, { limit: 2 })).toMatchObject({
      object: 'list',
      first_id: 'gpt-4o',
      last_id: 'text-embedding-3-small',
      has_more: true,
    });
  });

  it('has neither first nor last when empty', () => {
    expect(pageOf([], {})).toEqual({ object: 'list', data: [], has_more: false, first_id: null, last_id: null });
  });

  it('refuses to page after a model that is not there', () => {
    expect(() => pageOf(models, { after: 'gone' })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: 'after' }),
    );
  });
});
