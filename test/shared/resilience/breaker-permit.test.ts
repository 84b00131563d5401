import { describe, expect, it } from 'vitest';
import { BreakerPermit } from '../../../shared/resilience/breaker-permit.ts';

describe('BreakerPermit', () => {
  it.each(['succeeded', 'failed', 'released'] as const)('says that its call %s, once', (outcome) => {
    const heard: string[] = [];
    const permit = new BreakerPermit(3, (settled, said) => heard.push(`${settled.generation} ${said}`));
    permit[outcome]();
    permit.succeeded();
    permit.failed();
    permit.released();
    expect(heard).toEqual([`3 ${outcome}`]);
  });
});
