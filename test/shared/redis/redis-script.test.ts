import { expect, it } from 'vitest';
import { redisScript } from '../../../shared/redis/redis-script.ts';

it('a script is known by the SHA-1 of its text, as Redis computes it', () => {
  expect(redisScript('one', 'return 1')).toEqual({
    name: 'one',
    source: 'return 1',
    sha: 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db',
  });
});
