import { parsePrometheus, type PrometheusLine, type Sample } from './parse-prometheus.ts';

/**
 * What is wrong with a text in Prometheus' format: against the format itself, and against what `promtool check metrics`
 * asks of names. Empty when nothing is.
 */
export function lintPrometheus(text: string): string[] {
  const families = new Map<string, Family>();
  const complaints = text.endsWith('\n') ? [] : ['The last line does not end.'];
  const familyOf = (name: string): Family => {
    const known = families.get(name) ?? { name, samples: [] };
    families.set(name, known);
    return known;
  };
  let current = '';
  const closed = new Set<string>();
  for (const line of parsePrometheus(text)) {
    if (line.kind === 'unreadable') {
      complaints.push(`Not readable: ${line.text}`);
      continue;
    }
    const name = line.kind === 'sample' ? familyNameOf(line, families) : line.name;
    if (name !== current) {
      if (closed.has(name)) complaints.push(`${name}: its lines do not stand together`);
      closed.add(current);
      current = name;
    }
    complaints.push(...add(line, familyOf(name)));
  }
  return [...complaints, ...[...families.values()].flatMap(lintFamily)];
}

type Family = { readonly name: string; help?: string; type?: string; readonly samples: Sample[] };

function add(line: Exclude<PrometheusLine, { kind: 'unreadable' }>, family: Family): string[] {
  if (line.kind === 'sample') {
    family.samples.push(line);
    return [];
  }
  const isSecond = family[line.kind] !== undefined;
  family[line.kind] = line.text;
  return [
    ...(isSecond ? [`${family.name}: a second ${line.kind.toUpperCase()}`] : []),
    ...(family.samples.length > 0 ? [`${family.name}: ${line.kind.toUpperCase()} behind its samples`] : []),
  ];
}

/** A histogram's buckets, sum and count belong to it. */
function familyNameOf({ name }: Sample, families: ReadonlyMap<string, Family>): string {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  const type = families.get(base)?.type;
  return type === 'histogram' || (type === 'summary' && !name.endsWith('_bucket')) ? base : name;
}

function lintFamily(family: Family): string[] {
  const { name, help, type, samples } = family;
  return [
    ...(help === undefined || help.trim() === '' ? ['no HELP'] : []),
    ...(type === undefined ? ['no TYPE'] : []),
    ...(type !== undefined && !types.has(type) ? [`TYPE ${type} is none`] : []),
    ...lintName(name, type),
    ...lintLabels(samples, type),
    ...(samples.some(({ value }) => Number.isNaN(value)) ? ['NaN'] : []),
    ...(type === 'counter' ? lintCounter(samples) : []),
    ...(type === 'histogram' ? lintHistogram(name, samples) : []),
  ].map((complaint) => `${name}: ${complaint}`);
}

const types: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

function lintName(name: string, type: string | undefined): string[] {
  const words = name.split('_');
  const unit = words.findLastIndex((word) => baseUnits.has(word));
  const behindUnit = words.slice(unit + 1).join('_');
  const hasOwnParts = type === 'histogram' || type === 'summary';
  return [
    ...(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? [] : ['is no name of a metric']),
    ...(/[a-z][A-Z]/.test(name) ? ['camelCase'] : []),
    ...(name.includes(':') ? ['colons are for recording rules'] : []),
    ...words.filter((word) => otherUnits.test(word)).map((word) => `${word} is no base unit`),
    ...(unit === -1 || ['', 'total', 'info'].includes(behindUnit) ? [] : [`the unit ${words[unit]} is not its suffix`]),
    ...words.filter((word) => types.has(word)).map((word) => `says its type: ${word}`),
    ...(type === 'counter' && !name.endsWith('_total') ? ['a counter ends in _total'] : []),
    ...(type !== 'counter' && name.endsWith('_total') ? ['only a counter ends in _total'] : []),
    ...(!hasOwnParts && /_(bucket|sum|count)$/.test(name) ? ['that suffix is a histogram’s or a summary’s'] : []),
  ];
}

const baseUnits: ReadonlySet<string> = new Set(['seconds', 'bytes', 'dollars', 'ratio', 'celsius', 'joules', 'meters']);
const otherUnits =
  /^(ms|us|ns|(milli|micro|nano)(seconds?|dollars?)?|minutes?|hours?|days?|weeks?|[kmg]i?b|(kilo|mega|giga|kibi|mebi|gibi)(bytes?|bits?)|bits?|percent|cents)$/;

function lintLabels(samples: readonly Sample[], type: string | undefined): string[] {
  const seen = new Set<string>();
  return samples.flatMap(({ name, labels }) => {
    const names = labels.map(([label]) => label);
    const key = JSON.stringify([name, sorted(labels)]);
    const isDuplicate = seen.has(key);
    seen.add(key);
    const isBucket = type === 'histogram' && name.endsWith('_bucket');
    return [
      ...(isDuplicate ? [`twice ${key}`] : []),
      ...(new Set(names).size === names.length ? [] : ['a label twice in one sample']),
      ...names.filter((label) => !/^[a-z_][a-z0-9_]*$/i.test(label)).map((label) => `${label} is no name of a label`),
      ...names.filter((label) => /[a-z][A-Z]/.test(label)).map((label) => `camelCase in label ${label}`),
      ...names.filter((label) => label.startsWith('__')).map((label) => `label ${label} is reserved`),
      ...(names.includes('le') === isBucket ? [] : ['le is on buckets, and only there']),
      ...(names.includes('quantile') && type !== 'summary' ? ['quantile is a summary’s'] : []),
    ];
  });
}

function lintCounter(samples: readonly Sample[]): string[] {
  return samples.flatMap(({ value }) => (value >= 0 && Number.isFinite(value) ? [] : [`a counter at ${value}`]));
}

function lintHistogram(name: string, samples: readonly Sample[]): string[] {
  const bySeries = Map.groupBy(samples, ({ labels }) =>
    JSON.stringify(sorted(labels.filter(([label]) => label !== 'le'))),
  );
  return [...bySeries].flatMap(([series, of]) => {
    const buckets = of.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => boundOf(labels));
    const count = of.find((sample) => sample.name === `${name}_count`)?.value;
    const sum = of.find((sample) => sample.name === `${name}_sum`)?.value;
    const isRising = (values: readonly number[]) =>
      values.every((value, at) => at === 0 || value >= (values[at - 1] ?? value));
    return [
      ...(bounds.at(-1) === Infinity ? [] : ['no bucket +Inf at the end']),
      ...(isRising(bounds) ? [] : ['bounds are out of order']),
      ...(isRising(buckets.map(({ value }) => value)) ? [] : ['a bucket holds less than the one below it']),
      ...(count === undefined ? ['no _count'] : []),
      ...(sum === undefined ? ['no _sum'] : []),
      ...(buckets.at(-1)?.value === count ? [] : ['_count is not the bucket +Inf']),
    ].map((complaint) => `${complaint} ${series}`);
  });
}

function boundOf(labels: Sample['labels']): number {
  const le = labels.find(([label]) => label === 'le')?.[1] ?? 'NaN';
  return le === '+Inf' ? Infinity : Number(le);
}

function sorted(labels: Sample['labels']): Sample['labels'] {
  return labels.toSorted(([left], [right]) => (left < right ? -1 : 1));
}
