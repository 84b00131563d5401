import { describe, expect, it } from 'vitest';
import { Breakers } from '../../../shared/resilience/breakers.ts';

const policy = { samplingMs: 10_000, minimumCalls: 1, failureRatio: 1, openMs: 5_000, probeLeaseMs: 2_000 };

describe('Breakers', () => {
  it('keeps one breaker for each name, apart from the others', () => {
    const breakers = new Breakers(policy, () => 0);
    expect(breakers.of('east')).toBe(breakers.of('east'));
    breakers.of('east').admit()?.failed();
    expect([breakers.of('east').state, breakers.of('west').state]).toEqual(['open', 'closed']);
  });

  it('tells every listener of every change, of breakers old and new', () => {
    const breakers = new Breakers(policy, () => 0);
    const heard: string[] = [];
    breakers.of('east');
    breakers.onChange(({ name, to }) => heard.push(`1 ${name} ${to}`));
    breakers.onChange(({ name, to }) => heard.push(`2 ${name} ${to}`));
    breakers.of('east').admit()?.failed();
    breakers.of('west').admit()?.failed();
    expect(heard).toEqual(['1 east open', '2 east open', '1 west open', '2 west open']);
  });
});
