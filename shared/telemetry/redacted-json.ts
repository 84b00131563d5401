import { SecretValue } from '../secret-value.ts';
import { createRedactedText } from './redacted-text.ts';
import { fieldKind } from './redaction.ts';
import type { FieldKind } from './redaction.ts';

/**
 * Makes a JSON writer for logs. What it writes is redacted by name and by look, one line, and bounded in depth, breadth
 * and length; cycles, throwing getters, proxies, `toJSON` and big integers do not stop it. `secrets` are masked too.
 */
export function createRedactedJson(secrets: readonly SecretValue[]): (value: unknown) => string {
  const textOf = createRedactedText(secrets);
  const names = new Map<string, Name>();

  function nameOf(name: string): Name {
    let known = names.get(name);
    if (known === undefined) {
      known = { kind: fieldKind(name), text: textOf(name) };
      // The program's own names are few; an object logged whole may bring any number of others.
      if (names.size < 1_000) names.set(name, known);
    }
    return known;
  }

  function write(value: unknown, kind: FieldKind, line: Line): string | undefined {
    if (line.written > mostCharacters) return cut;
    const text = writeAny(value, kind, line);
    line.written += text?.length ?? 0;
    return text;
  }

  function writeAny(value: unknown, kind: FieldKind, line: Line): string | undefined {
    if (value === undefined) return undefined;
    if (value === null || typeof value === 'boolean') return String(value);
    if (kind === 'secret') return '"[secret]"';
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
    if (kind === 'content') return '"[content]"';
    if (typeof value === 'string') return kind === 'trace' && traceId.test(value) ? `"${value}"` : textOf(value);
    if (typeof value === 'bigint') return textOf(String(value));
    return typeof value === 'object' ? writeObject(value, line) : `"[${typeof value}]"`;
  }

  function writeObject(value: object, line: Line): string | undefined {
    if (line.above.includes(value)) return '"[circular]"';
    if (line.above.length >= deepest) return cut;
    line.above.push(value);
    try {
      return writeByKind(value, line);
    } catch {
      // A getter or proxy that throws is the logged object's fault, not that of the call being logged.
      return '"[unreadable]"';
    } finally {
      line.above.pop();
    }
  }

  function writeByKind(value: object, line: Line): string | undefined {
    if (value instanceof SecretValue) return '"[secret]"';
    if (value instanceof Error) return writeError(value, line);
    if (Array.isArray(value)) return writeList(value, line);
    if (value instanceof Set) return writeList([...value], line);
    if (value instanceof Map) {
      const members = new Map([...value].map(([name, member]) => [String(name), member]));
      return writeMembers([...members.keys()], (name) => members.get(name), line);
    }
    if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`;
    if (hasToJson(value)) return write(value.toJSON(), 'plain', line);
    return writeMembers(Object.keys(value), (name) => Reflect.get(value, name), line);
  }

  function writeError(error: Error, line: Line): string {
    const members: Readonly<Record<string, unknown>> = {
      name: error.name,
      code: 'code' in error ? error.code : undefined,
      message: error.message,
      stack: error.stack,
      cause: error.cause,
      errors: error instanceof AggregateError ? error.errors : undefined,
    };
    return writeMembers(Object.keys(members), (name) => members[name], line);
  }

  function writeMembers(all: readonly string[], read: (name: string) => unknown, line: Line): string {
    let json = '';
    for (const name of all.slice(0, mostMembers)) {
      const { kind, text } = nameOf(name);
      const value = write(read(name), kind, line);
      if (value !== undefined) json += `${json === '' ? '' : ','}${text}:${value}`;
    }
    return `{${json}}`;
  }

  function writeList(items: readonly unknown[], line: Line): string {
    const shown = items.slice(0, mostMembers).map((item) => write(item, 'plain', line) ?? 'null');
    if (items.length > mostMembers) shown.push(`"[${items.length - mostMembers} more]"`);
    return `[${shown.join(',')}]`;
  }

  return (value) => write(value, 'plain', { above: [], written: 0 }) ?? 'null';
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

type Name = { readonly kind: FieldKind; readonly text: string };

/** One line being written: the objects around the present one, and how much text there is so far. */
type Line = { readonly above: object[]; written: number };

const cut = '"[cut]"';
const deepest = 8;
const mostMembers = 64;
const mostCharacters = 32_768;

// A trace id alone, or a whole `traceparent`.
const traceId = /^(?:[0-9a-f]{2}-)?[0-9a-f]{32}(?:-[0-9a-f]{16}-[0-9a-f]{2})?$/;
