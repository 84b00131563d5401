import { expect, it } from 'vitest';
import { isCleanRequestId, requestIdFrom } from '../../../shared/telemetry/request-id.ts';

it.each(['a', 'req_1.2:3-4', '3f1c6f0e-7d52-4a0e-9d0b-0f6f4b1f0a11', 'x'.repeat(128)])('takes over %s', (id) => {
  expect(isCleanRequestId(id)).toBe(true);
  expect(requestIdFrom(id, () => 'new')).toBe(id);
});

it.each([undefined, '', 'x'.repeat(129), 'two words', 'line\nbreak', 'line\n', 'a,b', 'é', '<script>', '"'])(
  'replaces %j',
  (id) => {
    expect(isCleanRequestId(id)).toBe(false);
    expect(requestIdFrom(id, () => 'new')).toBe('new');
  },
);
