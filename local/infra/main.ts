// `npm run infra` shows every check of the infrastructure, and compiles it where there is a compiler of Bicep; with `--write`
// it also rewrites the table of parameters.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import { compileTemplate } from './compile-template.ts';
import { findBicep, howToGetBicep } from './find-bicep.ts';
import { infraFaults } from './infra-faults.ts';
import { withParameterTable } from './infra-readme.ts';
import { infraFolder, readTemplate } from './template.ts';

const usage = `npm run infra -- [--write] [--bicep PATH]

  Checks the template, the alerts and the workbook on this machine, without Azure. Where there is a Bicep compiler, it
  compiles the template as well; its errors and warnings are faults.

  --write        first write the table of parameters in infra/README.md anew
  --bicep PATH   the compiler, instead of the one on the PATH, of az or of azd; also BICEP_PATH
  --help`;

const { values, bicep } = commandLine(usage, (args) => {
  const options = { write: { type: 'boolean', default: false }, bicep: { type: 'string' } } as const;
  const { values: given } = parseArgs({ args, options });
  const { BICEP_PATH = '' } = process.env;
  return { values: given, bicep: findBicep(given.bicep ?? (BICEP_PATH === '' ? undefined : BICEP_PATH)) };
});
const template = await readTemplate();
if (values.write) {
  const readme = join(infraFolder, 'README.md');
  writeFileSync(readme, withParameterTable(readFileSync(readme, 'utf8'), template));
}
const checks = infraFaults(template);
if (bicep !== undefined) checks.push(compileTemplate(bicep, template));
for (const { holds, faults, notes = [] } of checks) {
  process.stdout.write(`${faults.length === 0 ? '✓' : '✗'} ${holds}\n`);
  for (const fault of faults) process.stdout.write(`    ${fault}\n`);
  for (const note of notes) process.stdout.write(`    by the way: ${note}\n`);
}
if (bicep === undefined) process.stdout.write(`– ${howToGetBicep}\n`);
process.exitCode = checks.some(({ faults }) => faults.length > 0) ? 1 : 0;
