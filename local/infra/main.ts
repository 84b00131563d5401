// `npm run infra` shows every check of the infrastructure; with `--write` it also rewrites the table of parameters.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import { infraFaults } from './infra-faults.ts';
import { withParameterTable } from './infra-readme.ts';
import { infraFolder, readTemplate } from './template.ts';

const usage = `npm run infra -- [--write]

  Checks the template, the alerts and the workbook on this machine, without Azure.

  --write   first write the table of parameters in infra/README.md anew
  --help`;

const { values } = commandLine(usage, (args) =>
  parseArgs({ args, options: { write: { type: 'boolean', default: false } } }),
);
const template = await readTemplate();
if (values.write) {
  const readme = join(infraFolder, 'README.md');
  writeFileSync(readme, withParameterTable(readFileSync(readme, 'utf8'), template));
}
const checks = infraFaults(template);
for (const { holds, faults } of checks) {
  process.stdout.write(`${faults.length === 0 ? '✓' : '✗'} ${holds}\n`);
  for (const fault of faults) process.stdout.write(`    ${fault}\n`);
}
process.exitCode = checks.some(({ faults }) => faults.length > 0) ? 1 : 0;
