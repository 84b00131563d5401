import { describe, expect, it } from 'vitest';
import { lintPrometheus } from './lint-prometheus.ts';

const family = (type: string, name: string, ...samples: string[]) =>
  [`# HELP ${name} Of something.`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');

const histogram = (...samples: string[]) => family('histogram', 'a_seconds', ...samples);

const fine = [
  family(
    'counter',
    'app_calls_total',
    'app_calls_total{caller="a",kind="b"} 1',
    'app_calls_total{caller="a \\"\\\\\\n"} 2e3',
  ),
  family('gauge', 'app_memory_bytes', 'app_memory_bytes -1.5 1700000000000'),
  family('gauge', 'app_build_info', 'app_build_info{version="1"} 1'),
  histogram('a_seconds_bucket{le="0.1"} 1', 'a_seconds_bucket{le="+Inf"} 2', 'a_seconds_sum 3.5', 'a_seconds_count 2'),
].join('\n');

describe('the linter of metrics', () => {
  it('has nothing against what is in order', () => {
    expect(lintPrometheus(`# any comment\n${fine}`)).toEqual([]);
  });

  it.each<[wrong: string, text: string, complaint: RegExp]>([
    ['a last line without its end', fine.trimEnd(), /last line/],
    ['a sample without HELP and TYPE', 'a_total 1\n', /no HELP/],
    ['a family without TYPE', '# HELP a_bytes A.\na_bytes 1\n', /no TYPE/],
    ['an empty HELP', '# HELP a_bytes \n# TYPE a_bytes gauge\na_bytes 1\n', /no HELP/],
    ['a type that there is not', family('meter', 'a_bytes', 'a_bytes 1'), /TYPE meter is none/],
    ['TYPE behind the samples', '# HELP a_bytes A.\na_bytes 1\n# TYPE a_bytes gauge\n', /TYPE behind/],
    ['two TYPEs', `# TYPE a_bytes gauge\n${family('gauge', 'a_bytes', 'a_bytes 1')}`, /a second TYPE/],
    ['a family in two places', `${fine}${family('gauge', 'app_memory_bytes')}`, /do not stand together/],
    ['a counter without _total', family('counter', 'a_calls', 'a_calls 1'), /ends in _total/],
    ['a gauge with _total', family('gauge', 'a_total', 'a_total 1'), /only a counter/],
    ['a gauge with _count', family('gauge', 'a_count', 'a_count 1'), /suffix is a histogram/],
    ['a negative counter', family('counter', 'a_total', 'a_total -1'), /a counter at -1/],
    ['what is no number', family('gauge', 'a', 'a NaN'), /NaN/],
    ['camelCase in a name', family('gauge', 'myGauge', 'myGauge 1'), /camelCase/],
    ['camelCase in a label', family('gauge', 'a', 'a{myLabel="1"} 1'), /camelCase in label/],
    ['a name that is none', family('gauge', 'a-b', 'a-b 1'), /no name of a metric/],
    ['a colon', family('gauge', 'a:b', 'a:b 1'), /recording rules/],
    ['milliseconds', family('gauge', 'a_milliseconds', 'a_milliseconds 1'), /no base unit/],
    ['an abbreviated unit', family('gauge', 'a_ms', 'a_ms 1'), /no base unit/],
    ['megabytes', family('gauge', 'a_megabytes', 'a_megabytes 1'), /no base unit/],
    ['a unit in the middle', family('gauge', 'a_seconds_spent', 'a_seconds_spent 1'), /not its suffix/],
    ['a type in the name', family('gauge', 'a_gauge', 'a_gauge 1'), /says its type/],
    ['a label that is none', family('gauge', 'a', 'a{b-c="1"} 1'), /no name of a label/],
    ['a reserved label', family('gauge', 'a', 'a{__b="1"} 1'), /reserved/],
    ['a label twice', family('gauge', 'a', 'a{b="1",b="2"} 1'), /twice in one sample/],
    ['a sample twice', family('gauge', 'a', 'a{b="1",c="2"} 1', 'a{c="2",b="1"} 1'), /twice \[/],
    ['le on a gauge', family('gauge', 'a', 'a{le="1"} 1'), /le is on buckets/],
    ['quantile on a gauge', family('gauge', 'a', 'a{quantile="1"} 1'), /summary’s/],
    ['an unquoted label', family('gauge', 'a', 'a{b=1} 1'), /Not readable/],
    ['a value that is none', family('gauge', 'a', 'a one'), /Not readable/],
    [
      'no bucket +Inf',
      histogram('a_seconds_bucket{le="1"} 1', 'a_seconds_sum 1', 'a_seconds_count 1'),
      /no bucket \+Inf/,
    ],
    ['no count', histogram('a_seconds_bucket{le="+Inf"} 1', 'a_seconds_sum 1'), /no _count/],
    ['no sum', histogram('a_seconds_bucket{le="+Inf"} 1', 'a_seconds_count 1'), /no _sum/],
    [
      'another count',
      histogram('a_seconds_bucket{le="+Inf"} 1', 'a_seconds_sum 1', 'a_seconds_count 2'),
      /is not the bucket/,
    ],
    [
      'falling buckets',
      histogram('a_seconds_bucket{le="1"} 3', 'a_seconds_bucket{le="+Inf"} 2', 'a_seconds_sum 1', 'a_seconds_count 2'),
      /holds less/,
    ],
    [
      'bounds out of order',
      histogram(
        'a_seconds_bucket{le="2"} 1',
        'a_seconds_bucket{le="1"} 1',
        'a_seconds_bucket{le="+Inf"} 1',
        'a_seconds_sum 1',
        'a_seconds_count 1',
      ),
      /out of order/,
    ],
  ])('complains of %s', (_wrong, text, complaint) => {
    expect(lintPrometheus(text).join('\n')).toMatch(complaint);
  });
});
