import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const bundleSchema = z.looseObject({ $id: z.string(), 'x-roots': z.record(z.string(), z.string()) });

export type WireBundle = 'azure-2024-10-21' | 'azure-v1' | 'openai';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const bundles = new Map<WireBundle, z.infer<typeof bundleSchema>>();

/**
 * What is wrong with a message by a published wire schema, one line each; none when it is valid.
 *
 * `root` is the message's name in the bundle, such as `chat`, `chatChunk`, `embeddings`, `error`.
 */
export function wireMistakes(bundle: WireBundle, root: string, message: unknown): string[] {
  const validate = ajv.getSchema(`${idOf(bundle)}#/$defs/${rootOf(bundle, root)}`);
  if (validate === undefined) throw new Error(`${bundle} has no schema for ${root}.`);
  if (validate(message) === true) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

function load(bundle: WireBundle): z.infer<typeof bundleSchema> {
  const known = bundles.get(bundle);
  if (known !== undefined) return known;
  const read = bundleSchema.parse(JSON.parse(readFileSync(new URL(`${bundle}.json`, import.meta.url), 'utf8')));
  ajv.addSchema(read);
  bundles.set(bundle, read);
  return read;
}

function idOf(bundle: WireBundle): string {
  return load(bundle).$id;
}

function rootOf(bundle: WireBundle, root: string): string {
  const name = load(bundle)['x-roots'][root];
  if (name === undefined) throw new Error(`${bundle} has no schema for ${root}.`);
  return name;
}
