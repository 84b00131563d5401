import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { infraFolder } from './template.ts';

/** A query of Kusto, and where it stands. */
export type TelemetryQuery = { readonly where: string; readonly text: string };

/** Where the workbook is, from `infra/`. */
export const workbookFile = 'workbook/sluice.workbook.json';

/** The workbook, as far as its queries go: they stand in items, and in parameters that offer choices. */
const workbookSchema = z.object({
  version: z.literal('Notebook/1.0'),
  items: z.array(
    z.object({
      type: z.literal([1, 3, 9]),
      name: z.string(),
      content: z.looseObject({
        query: z.string().optional(),
        parameters: z.array(z.looseObject({ name: z.string(), query: z.string().optional() })).optional(),
      }),
    }),
  ),
  fallbackResourceIds: z.array(z.string()),
  $schema: z.string(),
});

/** Every query of the alerts and the workbook. Throws for a workbook that is none. */
export function telemetryQueries(): TelemetryQuery[] {
  const alerts = globSync('alerts/*.kql', { cwd: infraFolder }).map((path) => ({
    where: path.replaceAll('\\', '/'),
    text: readFileSync(join(infraFolder, path), 'utf8'),
  }));
  const workbook = workbookSchema.parse(JSON.parse(readFileSync(join(infraFolder, workbookFile), 'utf8')));
  const shown = workbook.items.flatMap(({ name, content: { query, parameters = [] } }) => [
    { where: `${workbookFile}: ${name}`, text: query },
    ...parameters.map((parameter) => ({ where: `${workbookFile}: ${parameter.name}`, text: parameter.query })),
  ]);
  return [...alerts, ...shown.flatMap(({ where, text }) => (text === undefined ? [] : [{ where, text }]))];
}
