import type { SecretValue } from '../secret-value.ts';
import { createLineOutput } from './line-output.ts';
import type { LogFields, Logger } from './log.ts';
import { createRedactedJson } from './redacted-json.ts';

/** From the most talkative to the least. */
type LogLevel = keyof Logger;

type LoggerOptions = {
  /** Lines below this level are not written. */
  readonly level: LogLevel;
  /** Takes one line, without a line end. Default: standard output, at the end of the turn. */
  readonly write?: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Values masked wherever they appear, beside everything that is masked by its name or look. */
  readonly secrets?: readonly SecretValue[];
};

/**
 * Makes the process's logger. A line is `{"time":…,"level":…,"event":…}` with the fields beside them; a field named as
 * one of those three is left out. What fields hold is redacted, so that a mistake at the point of use leaks nothing;
 * logging never throws.
 */
export function createLogger({ level, write = standardOutput(), now, secrets = [] }: LoggerOptions): Logger {
  const json = createRedactedJson(secrets);
  const lowest = severity[level];

  function lines(lineLevel: LogLevel): (event: string, fields?: LogFields) => void {
    if (severity[lineLevel] < lowest) return () => undefined;
    return (event, fields) => {
      try {
        const head = { time: new Date(now()).toISOString(), level: lineLevel, event };
        // Named first so that they lead the line, and last so that no field replaces them.
        write(json(Object.assign({ ...head }, readable(fields), head)));
      } catch {
        // There is nowhere left to say it, and a call must not fail for its log line.
      }
    };
  }

  return { debug: lines('debug'), info: lines('info'), warn: lines('warn'), error: lines('error') };
}

const severity: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** A copy of the fields, made here because a getter among them may throw; the line is worth having without them. */
function readable(fields: LogFields | undefined): LogFields {
  try {
    return { ...fields };
  } catch {
    return { fields: '[unreadable]' };
  }
}

function standardOutput(): (line: string) => void {
  return createLineOutput((text) => process.stdout.write(text));
}
