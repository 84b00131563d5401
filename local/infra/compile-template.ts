import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { BicepCompiler } from './find-bicep.ts';
import type { Check } from './infra-faults.ts';
import { infraFolder, type Template } from './template.ts';

/**
 * Compiles `main.bicep` of a folder, and with it every file of the template: properties, their types, and api versions are
 * held against Azure's own description of its services, and the linter goes by the folder's `bicepconfig.json`. Errors and
 * warnings are faults; what rules of level "info" tell are notes.
 */
export function compileTemplate(
  { path, version }: BicepCompiler,
  { files }: Pick<Template, 'files'>,
  folder = infraFolder,
): Check & { readonly notes: readonly string[] } {
  const compiled = compile(path, folder);
  const { faults, notes } = compiled;
  return {
    holds: `Bicep ${version} compiles all ${files.size} files: ${faults.length} errors and warnings, ${notes.length} notes`,
    ...compiled,
  };
}

function compile(path: string, folder: string): { readonly faults: string[]; readonly notes: string[] } {
  const args = ['build', join(folder, 'main.bicep'), '--stdout', '--no-restore', '--diagnostics-format', 'sarif'];
  // The template itself goes to stdout, what is to be said of it to stderr.
  const { error, status, stderr } = spawnSync(path, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) return { faults: [error.message], notes: [] };
  const { data: report } = reportSchema.safeParse(stderr);
  const said = report?.runs.flatMap(({ results }) => results) ?? [];
  const textsOf = (isMeant: (level: string) => boolean) =>
    said.filter(({ level }) => isMeant(level)).map((diagnostic) => textOf(diagnostic, folder));
  const faults = textsOf((level) => level !== 'note');
  const isUnexplained = report === undefined || (status !== 0 && faults.length === 0);
  return {
    faults: isUnexplained ? [`the compiler ended with exit code ${status}: ${stderr.trim().split('\n')[0]}`] : faults,
    notes: textsOf((level) => level === 'note'),
  };
}

type Diagnostic = z.output<typeof diagnosticSchema>;

const diagnosticSchema = z.object({
  ruleId: z.string(),
  // SARIF 2.1.0 §3.27.10: a result without a level is a warning.
  level: z.enum(['none', 'note', 'warning', 'error']).default('warning'),
  message: z.object({ text: z.string() }),
  locations: z.array(
    z.object({
      physicalLocation: z.object({
        artifactLocation: z.object({ uri: z.string() }),
        region: z.object({ startLine: z.number(), charOffset: z.number() }),
      }),
    }),
  ),
});

const reportSchema = z
  .string()
  .transform((text, context) => {
    try {
      const json: unknown = JSON.parse(text);
      return json;
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ runs: z.array(z.object({ results: z.array(diagnosticSchema) })) }));

function textOf({ ruleId, message, locations }: Diagnostic, folder: string): string {
  const places = locations.map(({ physicalLocation: { artifactLocation, region } }) => {
    const file = relative(folder, fileURLToPath(artifactLocation.uri)).replaceAll('\\', '/');
    return `${file}:${region.startLine}:${region.charOffset}: `;
  });
  return `${places.join('')}${ruleId}: ${message.text}`;
}
