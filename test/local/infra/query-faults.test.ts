import { describe, expect, it } from 'vitest';
import { events } from '../../../shared/telemetry/names.ts';

import { queryFaults } from '../../../local/infra/query-faults.ts';
import { telemetryQueries } from '../../../local/infra/telemetry-queries.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { textOf as sourceText } from '../../setup/repository-text.ts';
import { errorTable } from '../../../shared/errors.ts';

const faultsIn = (text: string) => queryFaults([{ where: 'here', text }]);

describe('the queries of alerts and workbook', () => {
  it('ask for what Sluice writes', () => {
    expect(queryFaults(telemetryQueries())).toEqual([]);
    expect(telemetryQueries().length).toBeGreaterThan(20);
  });

  it.each([
    ['a bracket that does not close', 'requests\n| where isnotempty(name', 'brackets or quotes do not close'],
    ['a quote that does not close', 'requests\n| where name == "a', 'brackets or quotes do not close'],
    ['another table', 'AppRequests\n| take 1', 'AppRequests is no table of Application Insights'],
    ['a word that is no operator', 'requests\n| select name', 'select is no operator'],
    [
      'an attribute that is never written',
      'requests\n| where customDimensions["sluice.colour"] == 1',
      'Sluice writes no attribute sluice.colour',
    ],
    [
      'a metric that is never written',
      'customMetrics\n| where name in ("sluice.calls", "sluice.moods")',
      'Sluice writes no sluice.moods to customMetrics',
    ],
    [
      'an event looked for among metrics',
      'customMetrics\n| where name == "sluice.limit_refused"',
      'Sluice writes no sluice.limit_refused to customMetrics',
    ],
    ['an error code that is none', 'requests\n| where code in ("internal_error", "sad")', 'there is no error code sad'],
    [
      'rows counted that stand for several',
      'requests\n| summarize count()',
      'counts rows: sampled rows stand for several, see itemCount',
    ],
    [
      'a percentile that weighs no row',
      'requests\n| summarize percentile(duration, 95)',
      'a percentile of rows that does not weigh them',
    ],
    [
      'jobs among requests that are timed',
      'requests\n| summarize percentilew(duration, itemCount, 95)',
      'times jobs, for which nobody waits, as requests',
    ],
  ])('show %s', (_, text, fault) => {
    expect(faultsIn(text)).toContain(`here: ${fault}`);
  });

  it('hold a comment for no query', () => {
    expect(faultsIn('// count() of (\nrequests\n| take 1')).toEqual([]);
  });

  it('take for faults of ours every error that is answered with 5xx, but for one a caller asks for', () => {
    const text = telemetryQueries().find(({ where }) => where === 'alerts/error-rate.kql')?.text ?? '';
    const [, listed = ''] = /code in \(([^)]*)\)/.exec(text) ?? [];
    const codes = [...listed.matchAll(/"([a-z_]+)"/g)].flatMap(([, code]) => code ?? []);
    const serverErrors = Object.entries(errorTable).flatMap(([code, { status }]) => (status >= 500 ? [code] : []));
    expect(codes.toSorted()).toEqual(serverErrors.filter((code) => code !== 'not_cached').toSorted());
  });

  it('look for events that are announced: of lines, the host keeps a sample', () => {
    const announcing = {
      'alerts/usage-store.kql': 'shared/gateway/announcing-log.ts',
      'alerts/poison-queue.kql': 'functions/give-up-job.ts',
    };
    for (const [where, module] of Object.entries(announcing)) {
      const text = telemetryQueries().find((query) => query.where === where)?.text ?? '';
      const sought = [...text.matchAll(/name == "([^"]+)"/g)].map(([, name = '']) => name);
      expect(sought.length, where).toBeGreaterThan(0);
      for (const name of sought) {
        const [member] = Object.entries(events).find(([, value]) => value === name) ?? expect.unreachable(name);
        expect(sourceText(module)).toContain(`events.${member}`);
      }
    }
  });

  it('answer the number that their alert measures, and its dimensions', async () => {
    const { files, textOf } = await readTemplate();
    const rules = files.get('modules/log-alerts.bicep')?.root.text ?? '';
    const measured = [
      ...rules.matchAll(/'\.\.\/(alerts\/[\w-]+\.kql)'\)\s+measure: '(\w+)'[\s\S]*?dimensions: \[(.*)\]/g),
    ];
    expect(measured).toHaveLength(telemetryQueries().filter(({ where }) => where.startsWith('alerts/')).length);
    for (const [, path = '', measure = '', dimensions = ''] of measured) {
      const last = textOf(path).trim().split('\n|').at(-1) ?? '';
      expect(last, path).toMatch(new RegExp(`\\b${measure}\\b`));
      for (const [, dimension = ''] of dimensions.matchAll(/'(\w+)'/g)) expect(last, path).toContain(dimension);
    }
  });
});
