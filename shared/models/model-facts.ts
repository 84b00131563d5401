import type * as z from 'zod';
import type { modelEntrySchema } from '../model-entry.ts';

/** What the catalogue knows of a model, or what the rule for unknown models says. */
export type ModelFacts = z.output<typeof modelEntrySchema> & {
  /** The name looked up. */
  readonly name: string;
  /** The catalogue entry the facts are of, such as `azure/gpt-4o`; absent for a model the catalogue lacks. */
  readonly entry?: string | undefined;
};
