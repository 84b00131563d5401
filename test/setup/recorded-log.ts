import type { Logger } from '../../shared/telemetry/log.ts';

/** One line as a module logged it, before redaction. */
export type RecordedLine = { readonly level: keyof Logger; readonly event: string; readonly [field: string]: unknown };

/** A logger that keeps its lines for a test to read. */
export type RecordedLog = Logger & { readonly lines: RecordedLine[]; of(event: string): RecordedLine[] };

/** Creates a logger that keeps every line, whatever its level. */
export function recordedLog(): RecordedLog {
  const lines: RecordedLine[] = [];
  const at =
    (level: keyof Logger): Logger['info'] =>
    (event, fields) =>
      void lines.push({ ...fields, level, event });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    lines,
    of: (event) => lines.filter((line) => line.event === event),
  };
}
