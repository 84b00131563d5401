import { parseArgs } from 'node:util';
import { allSections, fullPlan, quickPlan, type Plan } from './plan.ts';

/** What a run of the bench is asked for. */
export type BenchOptions = {
  readonly plan: Plan;
  /** Compare the ratios with those kept, and fail when one is worse. */
  readonly check: boolean;
  /** Keep this run's ratios as those to compare with. */
  readonly writeBaseline: boolean;
};

/** How the bench is called. */
export const benchUsage = `npm run bench -- [--quick] [--only chat|stream|memory|cold] [--check | --write-baseline]

  --quick           under a minute instead of three
  --only PART       one part alone
  --check           exit 1 when a ratio is worse than bench/baseline.json allows
  --write-baseline  keep this run's ratios in bench/baseline.json`;

/** The options on a command line. Throws with a sentence for a person when they are none. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      check: { type: 'boolean', default: false },
      'write-baseline': { type: 'boolean', default: false },
    },
  });
  const plan = values.quick ? quickPlan : fullPlan;
  const only = allSections.filter((section) => section === values.only);
  if (values.only !== undefined && only.length === 0) {
    throw new Error(`--only takes one of ${allSections.join(', ')}.`);
  }
  return {
    plan: values.only === undefined ? plan : { ...plan, sections: only },
    check: values.check,
    writeBaseline: values['write-baseline'],
  };
}
