import { expect, it } from 'vitest';
import { isDryRun, refuseDryRun } from '../../../shared/http/is-dry-run.ts';

it('is asked for with true, and not with false or nothing', () => {
  expect([{ 'x-sluice-dry-run': 'true' }, { 'x-sluice-dry-run': 'false' }, {}].map(isDryRun)).toEqual([
    true,
    false,
    false,
  ]);
});

it('refuses any other word, so that no call is made that was not meant', () => {
  expect(() => isDryRun({ 'x-sluice-dry-run': '1' })).toThrow(expect.objectContaining({ param: 'x-sluice-dry-run' }));
});

it('is refused where a route has none', () => {
  refuseDryRun({});
  expect(() => refuseDryRun({ 'x-sluice-dry-run': 'true' })).toThrow(
    expect.objectContaining({ code: 'invalid_request' }),
  );
});
