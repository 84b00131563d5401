import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { temporaryFolder } from './temporary-folder.ts';

/** What a scripted compiler says when it is to compile: to stderr, and as its exit code. */
export type CompilerAnswer = { readonly stderr: string; readonly exitCode?: number };

/** A program that tells its version as the compiler of Bicep does, and answers every other line as it is told. */
export async function scriptedBicep({ stderr, exitCode = 0 }: CompilerAnswer) {
  const folder = await temporaryFolder();
  const path = join(folder, 'bicep');
  const script = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, 'calls'))}, JSON.stringify(args) + '\\n');
if (args[0] === '--version') {
  console.log('Bicep CLI version 9.8.7 (0123abcd)');
} else {
  process.stderr.write(${JSON.stringify(stderr)});
  process.exitCode = ${exitCode};
}
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return {
    path,
    /** What it was called with, line by line. */
    calls: async (): Promise<unknown[]> =>
      (await readFile(join(folder, 'calls'), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
  };
}

/** A report of the compiler in SARIF; a diagnostic without a level is a warning. */
export function sarif(...diagnostics: readonly { rule: string; file: string; line: number; level?: string }[]): string {
  const results = diagnostics.map(({ rule, file, line, level }) => ({
    ruleId: rule,
    ...(level === undefined ? {} : { level }),
    message: { text: `${rule} does not hold.` },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line, charOffset: 3 } } }],
  }));
  return JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'bicep' } }, results }] });
}
