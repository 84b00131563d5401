import { expect, it } from 'vitest';
import { shortName } from '../../../shared/openai/short-name.ts';

it.each(['gpt-4o-2024-08-06', 'stop', 'content_filter', 'ft:gpt-4o:org/name:v1'])('%s is a name', (name) => {
  expect(shortName(name)).toBe(name);
});

it.each([[''], ['two words'], ['x'.repeat(65)], [null], [7], [{ name: 'stop' }], ['line\nend']])(
  '%j is none',
  (value) => {
    expect(shortName(value)).toBeUndefined();
  },
);
