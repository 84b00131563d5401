import { describe, expect, it } from 'vitest';

import { chooseGroups, tokensOf } from '../../../../shared/tokens/fit/choose-groups.ts';

const groups = [[0, 1], [2], [3], [4], [5]];
const tokens = [5, 5, 10, 10, 10, 10];

describe('chooseGroups', () => {
  it('takes the oldest first, and no more than needed', () => {
    expect(chooseGroups(groups, tokens, 11, 'oldest-first')).toEqual([[0, 1], [2]]);
    expect(chooseGroups(groups, tokens, 10, 'oldest-first')).toEqual([[0, 1]]);
    expect(chooseGroups(groups, tokens, 0, 'oldest-first')).toEqual([]);
  });

  it('takes from the middle outward', () => {
    expect(chooseGroups(groups, tokens, 30, 'middle-first')).toEqual([[3], [2], [4]]);
  });

  it('takes all when that is not enough', () => {
    expect(chooseGroups(groups, tokens, 1000, 'oldest-first')).toEqual(groups);
  });
});

describe('tokensOf', () => {
  it('adds up the messages of all groups', () => {
    expect(tokensOf(groups, tokens)).toBe(50);
  });
});
