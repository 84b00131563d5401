import { usageRecordSchema, type UsageRecord } from './usage-record.ts';

/** Records as JSON lines, each ended by a line feed: a line without one was torn off by a crash. */
export function toLines(records: readonly UsageRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** The records of JSON lines, and how many lines were none. */
export function fromLines(text: string): { readonly records: UsageRecord[]; readonly damaged: number } {
  const lines = text.split('\n').filter((line) => line !== '');
  const records = lines.flatMap((line) => {
    const parsed = usageRecordSchema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
  return { records, damaged: lines.length - records.length };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
