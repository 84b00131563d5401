/** `npm run bench:cold`: how long the packaged app takes from the start of its process to its first answer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commandLine } from '../../local/command-line.ts';
import { figuresOf, formatColdReport } from './cold-report.ts';
import { judgedApp, measurePackage } from './measure-package.ts';

const usage = `npm run bench:cold -- [--quick | --rounds N]

  --quick      three rounds instead of fifteen: a first look, not a figure to quote
  --rounds N   as many rounds as that
  --help`;

const rounds = commandLine(usage, readRounds);
const measures = await measurePackage(rounds);
console.log(
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores.`,
);
console.log(`Medians of ${rounds} interleaved rounds, the middle half of them, ratios within a round.\n`);
console.log(`${formatColdReport(measures, judgedApp)}\n`);

const folder = fileURLToPath(new URL('../../reports/bench', import.meta.url));
await mkdir(folder, { recursive: true });
const figures = measures.map(({ title, unit, goal, rounds: of }) => ({
  title,
  unit,
  goal,
  figures: Object.fromEntries(figuresOf({ rounds: of })),
}));
await writeFile(
  `${folder}/cold.json`,
  `${JSON.stringify({ at: new Date().toISOString(), rounds, figures }, undefined, 2)}\n`,
);
console.log('The figures are in reports/bench/cold.json.');

function readRounds(args: string[]): number {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string' }, quick: { type: 'boolean' } } });
  const text = values.rounds ?? (values.quick === true ? '3' : '15');
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new Error(`--rounds must be a number of rounds, not ${JSON.stringify(text)}.`);
}
