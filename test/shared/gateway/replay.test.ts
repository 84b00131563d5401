import { expect, it } from 'vitest';
import { replay } from '../../../shared/gateway/replay.ts';

it('gives each piece as it is, in order', async () => {
  const pieces = [Buffer.from('a'), Buffer.from('b')];
  expect(await Array.fromAsync(replay(pieces))).toEqual(pieces);
});
