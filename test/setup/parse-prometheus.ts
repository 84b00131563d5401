/** One line with a value: its name, its labels in the order they stood, its value. */
export type Sample = {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
};

/** What a text in Prometheus' format says, line by line. */
export type PrometheusLine =
  | { readonly kind: 'help' | 'type'; readonly name: string; readonly text: string }
  | ({ readonly kind: 'sample' } & Sample)
  | { readonly kind: 'unreadable'; readonly text: string };

/** Reads the text format, version 0.0.4. Comments and empty lines say nothing. */
export function parsePrometheus(text: string): PrometheusLine[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : lineOf(line)));
}

/** The samples of a text that is in order, by name. */
export function samplesOf(text: string, name: string): Sample[] {
  return parsePrometheus(text).flatMap((line) => (line.kind === 'sample' && line.name === name ? [line] : []));
}

/** The sum of those samples that have these labels. */
export function sumOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const wanted = Object.entries(labels);
  const found = samplesOf(text, name).filter((sample) =>
    wanted.every(([label, value]) => sample.labels.some(([has, is]) => has === label && is === value)),
  );
  return found.reduce((sum, { value }) => sum + value, 0);
}

function lineOf(line: string): PrometheusLine[] {
  const comment = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line);
  if (comment !== null) {
    const [, kind, name = '', text = ''] = comment;
    return [{ kind: kind === 'HELP' ? 'help' : 'type', name, text }];
  }
  if (line.startsWith('#')) {
    return [];
  }
  const [, name = '', labels, value = ''] = /^([^\s{]+)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/.exec(line) ?? [];
  const read = labels === undefined ? [] : labelsOf(labels);
  return name === '' || read === undefined || !isValue(value)
    ? [{ kind: 'unreadable', text: line }]
    : [{ kind: 'sample', name, labels: read, value: Number(value.replace(/Inf$/, 'Infinity')) }];
}

/** `a="b",c="d"`, in which a value escapes backslash, quote and line feed. */
function labelsOf(text: string): [string, string][] | undefined {
  const pair = /([^=,"]+)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/y;
  const labels: [string, string][] = [];
  while (pair.lastIndex < text.length) {
    const [found, name = '', value = ''] = pair.exec(text) ?? [];
    if (found === undefined) return undefined;
    labels.push([name, value.replaceAll(/\\(.)/g, (_all, escaped: string) => (escaped === 'n' ? '\n' : escaped))]);
  }
  return labels;
}

function isValue(text: string): boolean {
  return /^([+-]?Inf|NaN|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(text);
}
