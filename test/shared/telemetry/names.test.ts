import { expect, it } from 'vitest';
import { attributes, events, metrics } from '../../../shared/telemetry/names.ts';

it.each(Object.entries({ attributes, metrics, events }))(
  'names of %s are distinct, and of known families',
  (_, names) => {
    const all: string[] = Object.values(names);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((name) => !/^(gen_ai|http|url|server|error|db|sluice)\.[a-z_.]+$/.test(name))).toEqual([]);
  },
);

it('no attribute has the name of what people wrote', () => {
  const content = /prompt(?!_tokens)|messages|content|instructions|tool|input(?!_tokens)|output(?!_tokens|_ms)/;
  expect(Object.values(attributes).filter((name) => content.test(name.split('.').at(-1) ?? ''))).toEqual([]);
});
