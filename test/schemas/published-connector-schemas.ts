import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import ajvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as z from 'zod';

/**
 * The folder of Microsoft's own schema files for connectors, `schemas/` of microsoft/PowerPlatformConnectors, where
 * `CONNECTOR_SCHEMAS` names one. They are not part of this repository: `.ci/connector-schemas` gets them.
 */
export const publishedSchemas = process.env['CONNECTOR_SCHEMAS'];

/** What is wrong with a connector's definition by the schema in `folder`, one line each; none when it is valid. */
export function publishedDefinitionMistakes(folder: string, definition: unknown): string[] {
  const ajv = new ajvDraft04.default({ strict: false });
  addFormats.default(ajv);
  const isValid = ajv.compile(schemaIn(folder, 'apiDefinition.swagger.schema.json'));
  return isValid(definition) ? [] : (isValid.errors ?? []).map(inWords);
}

/** The same of its properties. */
export function publishedPropertiesMistakes(folder: string, properties: unknown): string[] {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  // Its name stands in `id`, which draft 7 calls `$id`, and which Ajv refuses.
  const { id: _id, ...schema } = schemaIn(folder, 'paconn-apiProperties.schema.json');
  const isValid = ajv.compile(schema);
  return isValid(properties) ? [] : (isValid.errors ?? []).map(inWords);
}

/** Both files have comments, and older ones a comma too many. Throws when the file is damaged, or cut off. */
function schemaIn(folder: string, file: string) {
  const errors: ParseError[] = [];
  const schema: unknown = parse(readFileSync(join(folder, file), 'utf8'), errors, { allowTrailingComma: true });
  // The parser returns what it could read of anything: the rest of the rules would silently be missing.
  const [error] = errors;
  if (error !== undefined)
    throw new Error(`${file}: ${printParseErrorCode(error.error)} at character ${error.offset}.`);
  return z.looseObject({ id: z.string() }).parse(schema);
}

function inWords({ instancePath, message }: ErrorObject): string {
  return `${instancePath} ${message}`;
}
