import type { Random } from './seed.ts';
import { pick } from './seed.ts';
import { stringMatching } from './pattern.ts';

/** A string valid by a schema's `format`, `pattern`, `minLength` and `maxLength`; a word of the prompt where all is free. */
export function stringFor(
  schema: Readonly<Record<string, unknown>>,
  words: readonly string[],
  random: Random,
  name = 'value',
): string {
  const { format, pattern, minLength, maxLength } = schema;
  if (typeof format === 'string') {
    const formatted = formats[format]?.(random);
    if (formatted !== undefined) return formatted;
  }
  if (typeof pattern === 'string') return stringMatching(pattern, random);
  const [first = name, ...others] = words;
  let text = pick(random, [first, ...others]);
  if (typeof minLength === 'number')
    while (text.length < minLength)
      text = `${text} ${pick(random, [first, ...others])}`.trim().padEnd(text.length + 1, 'x');
  return typeof maxLength === 'number' ? text.slice(0, maxLength) : text;
}

const formats: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => `2025-0${digit(random)}-1${digit(random)}T0${digit(random)}:30:00Z`,
  date: (random) => `2025-0${digit(random)}-1${digit(random)}`,
  time: (random) => `0${digit(random)}:30:00Z`,
  duration: (random) => `P${digit(random)}D`,
  email: (random) => `person${digit(random)}@example.com`,
  hostname: (random) => `host${digit(random)}.example.com`,
  ipv4: (random) => `192.0.2.${digit(random)}`,
  ipv6: (random) => `2001:db8::${digit(random)}`,
  uri: (random) => `https://example.com/${digit(random)}`,
  uuid: (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
};

function digit(random: Random): number {
  return 1 + Math.floor(random() * 8);
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}
