import { parseArgs } from 'node:util';

/** What a run is asked for. */
export type FaultOptions = {
  readonly parts: readonly FaultPart[];
  /** How many times as fast as published the scenarios' clocks run. */
  readonly scale: number;
};

/** The fault wall of Sluice's own, or the published scenarios. */
export type FaultPart = 'wall' | 'failoverbench';

/** How the wall is called. */
export const faultsUsage = `npm run faults -- [--only wall|failoverbench] [--full]

  --only PART  one part alone
  --full       the published scenarios at their published clocks: a minute and a half instead of a quarter`;

/** The options on a command line. Throws with a sentence for a person when they are none. */
export function parseFaultOptions(args: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, full: { type: 'boolean', default: false } },
  });
  const parts = allParts.filter((part) => values.only === undefined || values.only === part);
  if (parts.length === 0) throw new Error(`--only takes one of ${allParts.join(', ')}.`);
  return { parts, scale: values.full ? 1 : quickScale };
}

/** Fast enough for a test, slow enough for two busy cores. */
export const quickScale = 5;

const allParts: readonly FaultPart[] = ['wall', 'failoverbench'];
