import { expect, it } from 'vitest';
import { aliveExample, notReadyExample, readyExample } from '../../../../shared/http/api/health-examples.ts';
import { aliveSchema, readinessSchema } from '../../../../shared/http/api/health-schemas.ts';

it('is what a probe is told', () => {
  expect(aliveSchema.parse(aliveExample)).toEqual(aliveExample);
  for (const example of [readyExample, notReadyExample]) expect(readinessSchema.parse(example)).toEqual(example);
  expect([readyExample.ready, notReadyExample.ready]).toEqual([true, false]);
});
