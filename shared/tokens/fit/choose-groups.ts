import type { MessageGroup } from './group-messages.ts';

/** Which groups go first. */
export type DropOrder = 'oldest-first' | 'middle-first';

/**
 * The groups to leave out so that at least `excessTokens` go, taken in the given order and no more than needed; all of
 * them when that is not enough.
 */
export function chooseGroups(
  groups: readonly MessageGroup[],
  messageTokens: readonly number[],
  excessTokens: number,
  order: DropOrder,
): MessageGroup[] {
  const ordered = order === 'oldest-first' ? groups : fromTheMiddle(groups);
  const chosen: MessageGroup[] = [];
  let tokens = 0;
  for (const group of ordered) {
    if (tokens >= excessTokens) break;
    chosen.push(group);
    tokens += tokensOf([group], messageTokens);
  }
  return chosen;
}

/** The tokens of groups of messages together. */
export function tokensOf(groups: readonly MessageGroup[], messageTokens: readonly number[]): number {
  return groups.flat().reduce((sum, place) => sum + (messageTokens[place] ?? 0), 0);
}

function fromTheMiddle(groups: readonly MessageGroup[]): MessageGroup[] {
  const middle = (groups.length - 1) / 2;
  return groups
    .map((group, place) => ({ group, distance: Math.abs(place - middle) }))
    .toSorted((left, right) => left.distance - right.distance)
    .map(({ group }) => group);
}
