/** `npm run package`: the deployable app, as a folder and as a zip. */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, formatConfigError } from '../../shared/config/mistake.ts';
import { commandLine } from '../command-line.ts';
import { localOnly } from './local-only.ts';
import { packageApp } from './package-app.ts';
import { packageSummary, sizeVerdict } from './package-summary.ts';
import { readPackagedFile } from './read-packaged-file.ts';

const usage = `npm run package -- [--out FOLDER] [--gateway-file FILE] [--check-size] [--tag TAG]

  --out FOLDER         where to (default out/): package/ and sluice-{version}.zip
  --gateway-file FILE  put this gateway file in; without it, SLUICE_GATEWAY_JSON or SLUICE_GATEWAY_FILE must name one
  --check-size         say how large it may be, and exit 1 when it is larger than it may be
  --tag TAG            make nothing and exit 1 unless TAG is v and the version of package.json
  --help`;

const { values } = commandLine(usage, (args) =>
  parseArgs({
    args,
    options: {
      out: { type: 'string', default: 'out' },
      'gateway-file': { type: 'string' },
      'check-size': { type: 'boolean', default: false },
      tag: { type: 'string' },
    },
  }),
);
const root = fileURLToPath(new URL('../..', import.meta.url));
try {
  const { 'gateway-file': path } = values;
  const gatewayFile = path === undefined ? undefined : readPackagedFile(path);
  const made = await packageApp({ root, out: resolve(root, values.out), gatewayFile, tag: values.tag });
  console.log(packageSummary(made, (absolute) => relative(process.cwd(), absolute)));
  const warnings = localOnly(gatewayFile?.toString('utf8') ?? '');
  if (warnings.length > 0) console.warn(`\nWarning: this gateway file is not for Azure.\n${warnings.join('\n')}`);
  if (values['check-size']) {
    const { lines, fits } = sizeVerdict(made);
    console.log(`\n${lines.join('\n')}`);
    if (!fits) process.exitCode = 1;
  }
} catch (error) {
  if (error instanceof ConfigError) console.error(formatConfigError(error, values['gateway-file']));
  else console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
