/** `npm run bench:cold`: how long the packaged app takes from the start of its process to its first answer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresOf, formatColdReport } from './cold-report.ts';
import { judgedApp, measurePackage } from './measure-package.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
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
