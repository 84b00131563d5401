import type { TelemetryEnvelope } from './azure/telemetry-envelope.ts';

/**
 * What Application Insights took, as the trees of spans that it makes: one line a span with its result, how long it took
 * and what the gateway says of it, events and messages under the span they belong to.
 */
export function traceTree(envelopes: readonly TelemetryEnvelope[]): string {
  const spans = envelopes.filter(({ data }) => spanTypes.has(data.baseType));
  const ids = new Set(spans.map(({ data }) => data.baseData.id));
  const roots = spans.filter((span) => !ids.has(parentOf(span)));
  return inTime(roots)
    .flatMap((root) => [`trace ${root.tags['ai.operation.id'] ?? ''}`, ...linesOf(root, envelopes, '', '')])
    .join('\n');
}

const spanTypes: ReadonlySet<string> = new Set(['RequestData', 'RemoteDependencyData']);
const noteTypes: ReadonlySet<string> = new Set(['MessageData', 'EventData']);

function linesOf(span: TelemetryEnvelope, all: readonly TelemetryEnvelope[], first: string, rest: string): string[] {
  const { id } = span.data.baseData;
  const below = inTime(
    all.filter((other) => id !== undefined && parentOf(other) === id && other.data.baseType !== 'MetricData'),
  );
  return [
    `${first}${lineOf(span)}`,
    ...below.flatMap((child, at) => {
      const isLast = at === below.length - 1;
      return linesOf(child, all, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`);
    }),
  ];
}

function lineOf({ data: { baseType, baseData } }: TelemetryEnvelope): string {
  const { name = '', message, properties = {} } = baseData;
  const said = shown.flatMap((key) => (properties[key] === undefined ? [] : [`${shortName(key)} ${properties[key]}`]));
  if (noteTypes.has(baseType)) return ['·', message ?? name, ...said].join('  ');
  const result = baseData.responseCode ?? baseData.resultCode ?? '';
  const mark = baseData.success === false ? '✗' : '✓';
  return [mark, name, ...(result === '0' ? [] : [result]), `${milliseconds(baseData.duration)} ms`, ...said].join('  ');
}

/** What of a span's properties one reads a trace for. */
const shown = [
  'sluice.deployment',
  'sluice.attempt.number',
  'sluice.failure',
  'sluice.caller',
  'sluice.outcome',
  'sluice.error_code',
  'sluice.attempts',
  'sluice.cache',
  'sluice.wait_ms',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.response.finish_reasons',
  'sluice.attempt.first_output_ms',
  'sluice.cost_usd',
];

function shortName(key: string): string {
  return key.replace(/^(sluice|gen_ai)\.(usage\.|response\.|attempt\.)?/, '').replaceAll('_', ' ');
}

/** Milliseconds of a .NET time span, `d.hh:mm:ss.fffffff`. */
function milliseconds(duration = ''): string {
  const [, days, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(duration) ?? [];
  const whole = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60;
  return ((whole + Number(seconds ?? 0)) * 1000).toFixed(1);
}

function parentOf({ tags }: TelemetryEnvelope): string | undefined {
  return tags['ai.operation.parentId'];
}

function inTime(envelopes: readonly TelemetryEnvelope[]): readonly TelemetryEnvelope[] {
  return envelopes.toSorted((left, right) => Date.parse(left.time) - Date.parse(right.time));
}
