import type { ContestantName } from './contestant.ts';
import type { Goal } from './goal.ts';
import type { Measurement } from './measurement.ts';
import type { Report } from './report.ts';

/** A run as a person reads it: figures with ratios beside them, then the goals, each with its mark. */
export function formatReport(report: Report): string {
  const columns = columnsOf(report.measurements);
  const figures = [
    ['', ...columns.map((name) => columnTitles[name])],
    ...report.measurements.map((measurement) => [
      `${measurement.title} [${measurement.unit}]`,
      ...columns.map((name) => cellOf(measurement, name)),
    ]),
  ];
  const goals = [['goal of Sluice', 'at most', 'reached', ''], ...report.goals.map(goalCells)];
  return [
    `Node ${report.node}, ${report.cpu}, ${report.cores} cores, ${Math.round(report.tookMs / 1000)} s. Medians of interleaved rounds.`,
    'CPU is that of the process that does the work; × is its ratio to the raw pass-through, for cold starts to hello-world.',
    'Only ratios mean something on another machine.',
    '',
    ...table(figures),
    '',
    ...table(goals),
    ...(columns.includes('portkey')
      ? []
      : ['', 'Portkey is not installed; with @portkey-ai/gateway in node_modules it takes part.']),
    '',
  ].join('\n');
}

const columnTitles: Readonly<Record<ContestantName, string>> = {
  direct: 'no gateway',
  raw: 'raw Node',
  hello: 'hello-world',
  functions: 'Functions',
  sluice: 'Sluice',
  portkey: 'Portkey',
};

function columnsOf(measurements: readonly Measurement[]): ContestantName[] {
  const all: ContestantName[] = ['direct', 'raw', 'hello', 'functions', 'sluice', 'portkey'];
  return all.filter((name) => measurements.some(({ values }) => values[name] !== undefined));
}

function cellOf({ values, ratios, unit }: Measurement, name: ContestantName): string {
  const value = values[name];
  if (value === undefined) return '·';
  const ratio = (ratios?.raw ?? ratios?.hello)?.[name];
  return `${figure(value, unit)}${ratio === undefined ? '' : `  ${`${ratio.toFixed(2)}×`.padStart(6)}`}`;
}

function goalCells({ title, limit, reached, unit, isMet }: Goal): string[] {
  const written = (value: number) => (unit === '×' ? `${value.toFixed(2)} ×` : `${figure(value, unit)} ${unit}`);
  if (reached === undefined) return [title, written(limit), 'not measured', ''];
  return [title, written(limit), written(reached), isMet === true ? '✓' : '✗'];
}

function figure(value: number, unit: Measurement['unit'] | '×'): string {
  return value.toFixed(unit === 'ms' || value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** Columns of equal width, the first to the left, the others to the right, a line under the head. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
  return [lines[0] ?? '', '─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3)), ...lines.slice(1)];
}
