/**
 * `npm run bench`: what Sluice costs beside a raw Node pass-through and a hello-world function, all in one run. Prints a
 * table and writes the figures to `reports/bench/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ratiosOf, readBaseline, worseThan, writeBaseline } from './baseline.ts';
import { commandLine } from '../local/command-line.ts';
import { formatReport } from './format-report.ts';
import { benchUsage, parseOptions } from './options.ts';
import { runBench } from './run-bench.ts';

const options = commandLine(benchUsage, parseOptions);

const report = await runBench(options.plan, (section) => process.stderr.write(`measuring: ${section}\n`));
console.log(`\n${formatReport(report)}`);

const folder = fileURLToPath(new URL('../reports/bench', import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/latest.json`, `${JSON.stringify(report, undefined, 2)}\n`);
console.log('The figures are in reports/bench/latest.json.');

const ratios = ratiosOf(report.measurements);
if (options.writeBaseline) await writeBaseline(options.plan.name, ratios);
if (options.check) {
  const worse = worseThan(await readBaseline(options.plan.name), ratios);
  console.log(worse.length === 0 ? 'No ratio is worse than the baseline allows.' : worse.join('\n'));
  process.exitCode = worse.length === 0 ? 0 : 1;
}
