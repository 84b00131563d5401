import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { currentSpan, runInSpan, runOutsideSpans } from '../../../shared/telemetry/current-span.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

it('is found by whatever its work starts, and by nothing else', async () => {
  const tracing = recordedTracing();
  const [one, other] = [tracing.begin('one', 'server', undefined), tracing.begin('other', 'server', undefined)];
  const seen = async () => {
    await turn();
    return currentSpan();
  };
  expect(currentSpan()).toBeUndefined();
  expect(await Promise.all([runInSpan(one, seen), runInSpan(other, seen), seen()])).toEqual([one, other, undefined]);
  expect(await runInSpan(one, () => runOutsideSpans(seen))).toBeUndefined();
});
