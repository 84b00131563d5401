import type * as z from 'zod';
import catalogue from './catalogue.json' with { type: 'json' };
import { modelEntrySchema } from '../model-entry.ts';
import type { ModelFacts } from './model-facts.ts';
import { unknownModel } from './unknown-model.ts';

/** Catalogue entries by name, such as `azure/gpt-4o`, in the form of `catalogue.json`. */
export type CatalogueEntries = { readonly [name: string]: unknown };

/** Looks models up by name. */
export type Catalogue = { readonly findModel: (name: string) => ModelFacts };

/**
 * A catalogue: the built-in entries with `overrides` over them, member by member, and new ones beside them.
 *
 * A name is looked for as it stands, then under `azure/`, `openai/` and `anthropic/`; then without its version
 * (`gpt-4o-2024-08-06` is a `gpt-4o`), then by the rule for unknown models. Upper and lower case are the same.
 * An override is checked when it is first looked up: `findModel` throws zod's error for one with a mistake.
 */
export function createCatalogue(overrides: CatalogueEntries = {}): Catalogue {
  const entries = new Map<string, unknown>(Object.entries(catalogue.models));
  for (const [name, override] of Object.entries(overrides)) {
    const key = firstKnown(name.toLowerCase(), entries) ?? name.toLowerCase();
    entries.set(key, { source: 'override', ...asObject(entries.get(key)), ...asObject(override) });
  }
  const found = new Map<string, ModelFacts>();
  return {
    findModel(name) {
      const known = found.get(name);
      if (known !== undefined) return known;
      const facts = lookUp(name, entries);
      // Names come from the configuration, but a name from elsewhere must not fill the memory.
      if (found.size < 1000) found.set(name, facts);
      return facts;
    },
  };
}

/** What the built-in catalogue knows of a model. */
export function findModel(name: string): ModelFacts {
  builtIn ??= createCatalogue();
  return builtIn.findModel(name);
}

let builtIn: Catalogue | undefined;

const providers = ['', 'azure/', 'openai/', 'anthropic/'];
const version = /-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/;

function lookUp(name: string, entries: ReadonlyMap<string, unknown>): ModelFacts {
  const wanted = name.toLowerCase();
  const key = firstKnown(wanted, entries) ?? firstKnown(wanted.replace(version, ''), entries);
  if (key === undefined) return unknownModel(name);
  const entry = entries.get(key);
  return { ...(isBuiltIn(entry) ? entry : modelEntrySchema.parse(entry, { jitless: true })), name, entry: key };
}

/** Whether an entry is one of the built-in catalogue as it stands: each of those is checked by this module's test. */
function isBuiltIn(entry: unknown): entry is z.output<typeof modelEntrySchema> {
  return builtInEntries.has(entry);
}

const builtInEntries: ReadonlySet<unknown> = new Set(Object.values(catalogue.models));

function firstKnown(name: string, entries: ReadonlyMap<string, unknown>): string | undefined {
  return providers.map((provider) => provider + name).find((key) => entries.has(key));
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
