import { membersOf } from '../../shared/config/member-path.ts';

/**
 * JSON for people: what fits into a line of 120 characters stays on one, everything else has a line for each member,
 * as formatters of source code write it; so is a list of several objects. The outermost value is always spread out.
 */
export function formatJson(value: unknown): string {
  // Through JSON first, so that what has its own idea of its JSON (a secret has) is asked.
  return spread(JSON.parse(JSON.stringify(value)), '');
}

const lineLength = 120;

function format(value: unknown, indent: string, used: number): string {
  const line = inLine(value);
  if (holdsListOfObjects(value)) return spread(value, indent);
  return indent.length + used + line.length < lineLength ? line : spread(value, indent);
}

function spread(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((entry) => inner + format(entry, inner, 0)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => {
    const start = `${JSON.stringify(name)}: `;
    return inner + start + format(member, inner, start.length);
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function holdsListOfObjects(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const isList = Array.isArray(value) && value.length > 1 && value.every((entry) => membersOf(entry).length > 1);
  return isList || Object.values(value).some(holdsListOfObjects);
}
