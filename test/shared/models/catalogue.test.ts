import { describe, expect, it } from 'vitest';
import catalogue from '../../../shared/models/catalogue.json' with { type: 'json' };
import { createCatalogue, findModel } from '../../../shared/models/catalogue.ts';
import { modelEntrySchema } from '../../../shared/model-entry.ts';

describe('the catalogue file', () => {
  it('holds only entries that its schema accepts, each with the source of its facts', () => {
    for (const [name, entry] of Object.entries(catalogue.models)) {
      expect({ name, issues: modelEntrySchema.safeParse(entry).error?.issues }).toEqual({ name, issues: undefined });
    }
  });

  it('names every entry by provider and model, in lower case', () => {
    for (const name of Object.keys(catalogue.models))
      expect(name).toMatch(/^(azure|openai|anthropic)\/[a-z0-9][a-z0-9./-]*$/);
  });

  it('never prices an answer at nothing, except that of an embedding', () => {
    for (const [name, entry] of Object.entries(catalogue.models)) {
      const { prices = [], endpoints = [] } = modelEntrySchema.parse(entry);
      if (endpoints.includes('embeddings')) continue;
      for (const price of prices) expect([name, price.input > 0, price.output > 0]).toEqual([name, true, true]);
    }
  });

  it('keeps each window at least as large as its parts', () => {
    for (const [name, entry] of Object.entries(catalogue.models)) {
      const { contextTokens, maxInputTokens = 0 } = modelEntrySchema.parse(entry);
      if (contextTokens !== undefined) expect([name, maxInputTokens <= contextTokens]).toEqual([name, true]);
    }
  });
});

describe('findModel', () => {
  it('knows windows, prices and parameters of a model by its plain name', () => {
    expect(findModel('gpt-4o')).toMatchObject({
      entry: 'azure/gpt-4o',
      contextTokens: 128_000,
      maxOutputTokens: 16_384,
      encoding: 'o200k_base',
      tokenParameter: 'max_tokens',
      temperature: 'accepted',
    });
    expect(findModel('gpt-4o').prices?.[0]).toMatchObject({ input: 2.5, cachedInput: 1.25, output: 10 });
  });

  it.each([
    ['azure/gpt-5-mini', 'azure/gpt-5-mini'],
    ['GPT-5-Mini', 'azure/gpt-5-mini'],
    ['gpt-4o-2024-08-06', 'azure/gpt-4o'],
    ['openai/gpt-5-2099-01-31', 'openai/gpt-5'],
    ['gpt-4.1-mini-2025-04-14', 'azure/gpt-4.1-mini'],
    ['claude-sonnet-5-20260630', 'azure/claude-sonnet-5'],
    ['o1-pro', 'openai/o1-pro'],
  ])('finds %s as %s', (name, entry) => {
    expect(findModel(name)).toMatchObject({ name, entry });
  });

  it('keeps a version that has facts of its own apart from its family', () => {
    expect(findModel('gpt-4o-2024-05-13').prices?.[0]?.input).toBe(5);
    expect(findModel('us/o1-2024-12-17').prices?.[0]?.input).toBe(16.5);
  });

  it('answers a model it lacks by the rule for unknown models, without window or price', () => {
    const facts = findModel('gpt-9-nova');
    expect(facts).toMatchObject({
      tokenParameter: 'max_completion_tokens',
      temperature: 'refused',
      encodingAssumed: true,
    });
    expect(facts.entry).toBeUndefined();
    expect(facts.contextTokens).toBeUndefined();
    expect(facts.prices).toBeUndefined();
  });

  it('does not mistake members that every object has for models', () => {
    expect(findModel('constructor').entry).toBeUndefined();
    expect(findModel('__proto__').entry).toBeUndefined();
  });

  it('answers the same name with the same facts', () => {
    expect(findModel('gpt-4o')).toBe(findModel('gpt-4o'));
  });
});

describe('createCatalogue', () => {
  it('adds a model that the built-in catalogue lacks', () => {
    const own = createCatalogue({ 'house-model': { contextTokens: 32_000, tokenParameter: 'max_tokens' } });
    expect(own.findModel('house-model')).toMatchObject({
      entry: 'house-model',
      contextTokens: 32_000,
      source: 'override',
    });
  });

  it('replaces single facts of a model and keeps the others', () => {
    const prices = [{ from: '2026-01-01', input: 2, output: 8 }];
    const own = createCatalogue({ 'gpt-4o': { prices } });
    expect(own.findModel('gpt-4o')).toMatchObject({ prices, contextTokens: 128_000 });
    expect(findModel('gpt-4o').prices).not.toEqual(prices);
  });

  it('refuses an override that is not in the form of an entry', () => {
    const own = createCatalogue({ odd: { contextTokens: 'many' } });
    expect(() => own.findModel('odd')).toThrow(/contextTokens/);
    expect(createCatalogue({ nothing: null }).findModel('nothing').source).toBe('override');
  });

  it('keeps answering when it was asked for more names than it remembers', () => {
    const own = createCatalogue();
    for (let count = 0; count < 1100; count += 1) own.findModel(`made-up-${count}`);
    expect(own.findModel('made-up-1099').name).toBe('made-up-1099');
  });
});
