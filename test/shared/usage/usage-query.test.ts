import { describe, expect, it } from 'vitest';
import { parseUsageQuery, usageParametersSchema } from '../../../shared/usage/usage-query.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

describe('parseUsageQuery', () => {
  it('asks for the records of the last 24 hours unless told otherwise', () => {
    expect(parseUsageQuery({}, nowMs)).toEqual({ fromMs: nowMs - 86_400_000, toMs: nowMs, groupBy: [], limit: 100 });
  });

  it('understands every parameter', () => {
    const parameters = {
      from: '2026-11-01',
      to: '2026-11-21T10:00:00+02:00',
      caller: 'team-a',
      model: 'gpt-4o',
      deployment: 'east',
      group_by: 'day, model,day',
      limit: '1000',
      cursor: 'abc',
    };
    expect(parseUsageQuery(parameters, nowMs)).toEqual({
      fromMs: Date.parse('2026-11-01T00:00:00Z'),
      toMs: Date.parse('2026-11-21T08:00:00Z'),
      caller: 'team-a',
      model: 'gpt-4o',
      deployment: 'east',
      groupBy: ['day', 'model'],
      limit: 1000,
      cursor: 'abc',
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2026-11-21T12:00:00' }, 'from'],
    [{ from: '2026-11-22' }, 'from'],
    [{ from: '2025-01-01' }, 'from'],
    [{ to: '2026-13-01' }, 'to'],
    [{ group_by: 'day,colour' }, 'group_by'],
    [{ group_by: 'hour,day,month,caller' }, 'group_by'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '1001' }, 'limit'],
    [{ limit: '1e2' }, 'limit'],
    [{ caller: '' }, 'caller'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %j by the name of the parameter', (parameters, param) => {
    expect(() => parseUsageQuery(parameters, nowMs)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
  });

  it.each([
    [
      { group_by: 'colour' },
      "Invalid value for 'group_by': expected up to three of hour, day, month, caller, model, deployment, with commas between.",
    ],
    [{ limit: 'many' }, "Invalid value for 'limit': expected a whole number from 1 to 1000."],
    [
      { colour: 'red' },
      "Unknown parameter: 'colour'. Known are from, to, caller, model, deployment, group_by, limit, cursor, format.",
    ],
  ])('says of %j what is expected', (parameters, message) => {
    expect(() => parseUsageQuery(parameters, nowMs)).toThrow(message);
  });

  it('has words for every parameter', () => {
    for (const name of Object.keys(usageParametersSchema.unwrap().shape)) {
      expect(() => parseUsageQuery({ [name]: '' }, nowMs)).not.toThrow(/expected another/);
    }
  });
});
