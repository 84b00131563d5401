import { formatDollars } from './format-dollars.ts';
import type { UsageAnswer } from './usage-answer.ts';
import { usageRecordSchema } from './usage-record.ts';
import { usageSumSchema } from './usage-sum.ts';

/**
 * An answer of the ledger as comma-separated values (RFC 4180: CRLF, quotes where they are needed), one row each; its
 * first line names the columns unless a page before it has. Money stands in dollars, times as ISO 8601, and nothing
 * where there is no value.
 */
export function usageCsv(answer: UsageAnswer, withHeader = true): string {
  const rows: readonly object[] =
    answer.object === 'usage.sums' ? answer.data.map(({ group, ...sum }) => ({ ...group, ...sum })) : answer.data;
  const names =
    answer.object === 'usage.sums'
      ? [...answer.group_by, ...Object.keys(usageSumSchema.unwrap().shape)]
      : Object.keys(usageRecordSchema.unwrap().shape);
  const lines = rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return names.map((name) => cell(name, values.get(name)));
  });
  const all = withHeader ? [names.map(columnOf), ...lines] : lines;
  return all.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function columnOf(name: string): string {
  return name === 'atMs' ? 'at' : name.replace(/NanoDollars$/, 'Dollars');
}

function cell(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    if (name === 'atMs') return new Date(value).toISOString();
    return name.endsWith('NanoDollars') ? formatDollars(value) : String(value);
  }
  if (typeof value === 'boolean') return String(value);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * Text as a cell. A spreadsheet takes a cell that begins with one of these signs for a formula, and runs it; behind an
 * apostrophe it is text (OWASP, "CSV injection").
 */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
