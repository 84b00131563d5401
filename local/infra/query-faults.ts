import { errorTable } from '../../shared/errors.ts';
import { attributes, events, metrics } from '../../shared/telemetry/names.ts';
import type { TelemetryQuery } from './telemetry-queries.ts';

/**
 * What is wrong with a query as far as can be told without running it: brackets and quotes that do not close, a table
 * that is not Application Insights', operators that are not Kusto's, names of attributes, metrics, events and error codes
 * that Sluice does not write, counts of rows where rows stand for several by sampling, and times of requests that take the
 * execution of a job for a request.
 */
export function queryFaults(queries: readonly TelemetryQuery[]): string[] {
  return queries.flatMap(({ where, text }) => faultsOf(text).map((fault) => `${where}: ${fault}`));
}

function faultsOf(text: string): string[] {
  const query = text.replaceAll(/^\s*\/\/.*$/gm, '').trim();
  const steps = query.split(/\n\s*\|/).map((step) => step.trim());
  const [table = '', ...operations] = steps;
  return [
    ...(isBalanced(query) ? [] : ['brackets or quotes do not close']),
    ...(table in tables ? [] : [`${table} is no table of Application Insights`]),
    ...operations
      .map((step) => /^[a-z-]+/.exec(step)?.[0] ?? step)
      .filter((operator) => !operators.has(operator))
      .map((operator) => `${operator} is no operator`),
    ...keysIn(query)
      .filter((key) => !attributeNames.has(key))
      .map((key) => `Sluice writes no attribute ${key}`),
    ...namesComparedIn(query)
      .filter((name) => !(tables[table] ?? new Set()).has(name))
      .map((name) => `Sluice writes no ${name} to ${table}`),
    ...codesComparedIn(query)
      .filter((code) => !(code in errorTable))
      .map((code) => `there is no error code ${code}`),
    ...(/\bcount\(\)|\bcountif\(/.test(query) ? ['counts rows: sampled rows stand for several, see itemCount'] : []),
    ...(/\bpercentiles?\(/.test(query) ? ['a percentile of rows that does not weigh them'] : []),
    ...(table === 'requests' && /\bduration\b/.test(query) && !keysIn(query).includes(attributes.jobId)
      ? ['times jobs, for which nobody waits, as requests']
      : []),
  ];
}

const attributeNames: ReadonlySet<string> = new Set(Object.values(attributes));

/** What the column `name` of a table may be compared with. */
const tables: Readonly<Record<string, ReadonlySet<string>>> = {
  customEvents: new Set(Object.values(events)),
  customMetrics: new Set(Object.values(metrics)),
  dependencies: new Set(),
  requests: new Set(),
  traces: new Set(),
};

const operators = new Set(['distinct', 'extend', 'order', 'project', 'summarize', 'take', 'where']);

function keysIn(query: string): string[] {
  return [...query.matchAll(/customDimensions\["([^"]*)"\]/g)].flatMap(([, key]) => key ?? []);
}

function namesComparedIn(query: string): string[] {
  const compared = [...query.matchAll(/\bname (?:==|in) ?(\([^)]*\)|"[^"]*")/g)].map(([, values]) => values ?? '');
  return compared.flatMap((values) => [...values.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => name ?? []));
}

/** Texts in the form of an error code, wherever they are compared. */
function codesComparedIn(query: string): string[] {
  const codes = [...query.matchAll(/(?:error_code"\]\)|\bcode) (?:==|in) ?(\([^)]*\)|"[^"]*")/g)];
  return codes.flatMap(([, values = '']) => [...values.matchAll(/"([a-z_]+)"/g)].flatMap(([, code]) => code ?? []));
}

function isBalanced(query: string): boolean {
  const open: string[] = [];
  let isQuoted = false;
  for (const character of query) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if ('([{'.includes(character)) open.push(character);
    const closed = ')]}'.indexOf(character);
    if (closed >= 0 && open.pop() !== '([{'[closed]) return false;
  }
  return !isQuoted && open.length === 0;
}
