/** `npm run secrets`: looks for secrets in every file that git tracks. Asks nobody. Exit 1 for one that is not allowed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import allowed from './allowed-secrets.json' with { type: 'json' };
import { findSecrets } from './find-secrets.ts';
import { judgeFindings } from './judge-findings.ts';

const usage = `npm run secrets

  Looks for secrets in every file that git tracks, and asks nobody about them.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
const root = fileURLToPath(new URL('../..', import.meta.url));
const paths = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
const findings = paths
  .filter((path) => path !== '' && !allowed.paths.some(({ path: start }) => path.startsWith(start)))
  .flatMap((path) => {
    const text = readTracked(path);
    return text === undefined ? [] : findSecrets(path, text);
  });
const { refused, unused } = judgeFindings(findings, allowed.secrets);
for (const { path, line, kind, shown, fingerprint } of refused) {
  console.error(`${path}:${line}  ${kind}  ${shown}  fingerprint ${fingerprint}`);
}
for (const { path, fingerprint } of unused) {
  console.error(`${path}  fingerprint ${fingerprint} is allowed in allowed-secrets.json and no longer there`);
}
if (refused.length > 0) {
  console.error(
    '\nTake them out, and make new ones where they were real. One made for tests is allowed by its fingerprint,',
  );
  console.error('with the reason, in local/secrets/allowed-secrets.json.');
}
console.log(`${paths.length - 1} files, ${findings.length} findings, ${refused.length} refused.`);
process.exitCode = refused.length + unused.length === 0 ? 0 : 1;

/** A file's text; `undefined` for one that was deleted and for what is no text. */
function readTracked(path: string): string | undefined {
  try {
    const content = readFileSync(join(root, path));
    return content.includes(0) ? undefined : content.toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return undefined;
    throw error;
  }
}
