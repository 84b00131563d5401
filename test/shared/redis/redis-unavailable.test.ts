import { expect, it } from 'vitest';
import { RedisUnavailable } from '../../../shared/redis/redis-unavailable.ts';

it('an unavailable Redis says why, and keeps the error behind it', () => {
  const cause = new Error('ECONNRESET');
  const error = new RedisUnavailable('connection-lost', 'The connection to Redis was lost.', { cause });
  expect(error).toMatchObject({ name: 'RedisUnavailable', fault: 'connection-lost', cause });
});
