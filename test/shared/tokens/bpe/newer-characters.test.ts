import { describe, expect, it } from 'vitest';

import { isNewerThanTiktoken } from '../../../../shared/tokens/bpe/newer-characters.ts';

describe('isNewerThanTiktoken', () => {
  it('holds for what Unicode 17 added, and not for its neighbours', () => {
    expect([0x0c5c, 0x1_8d17, 0x3_23b0, 0x3_3479].map(isNewerThanTiktoken)).toEqual([true, true, true, true]);
    expect([0x41, 0x0c5b, 0x0c5d, 0x3_23af, 0x3_347a].map(isNewerThanTiktoken)).toEqual(Array(5).fill(false));
  });
});
