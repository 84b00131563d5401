import { memberOf } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { retrySchema } from './retry-schema.ts';
import { resolveTimeouts, timeoutsSchema } from './timeouts-schema.ts';

/** Waits and clocks of a gateway file that contradict one another: each must end within the one around it. */
export function orderMistakes(tree: unknown): Mistake[] {
  const timeouts = timeoutsSchema.safeParse(memberOf(tree, 'timeouts') ?? {}, { jitless: true });
  const retry = retrySchema.safeParse(memberOf(tree, 'retry') ?? {}, { jitless: true });
  const clocks = timeouts.success ? resolveTimeouts(timeouts.data) : undefined;
  return [
    ...(clocks === undefined
      ? []
      : [
          ...inOrder('timeouts', clocks, 'connectMs', 'firstOutputMs'),
          ...inOrder('timeouts', clocks, 'firstOutputMs', 'attemptMs'),
          ...inOrder('timeouts', clocks, 'idleMs', 'attemptMs'),
          ...inOrder('timeouts', clocks, 'attemptMs', 'deadlineMs'),
        ]),
    ...(retry.success ? inOrder('retry', retry.data, 'baseBackoffMs', 'maxBackoffMs') : []),
  ];
}

function inOrder<Name extends string>(
  section: string,
  durations: { readonly [name in Name]: number },
  shorter: Name,
  longer: Name,
): Mistake[] {
  if (durations[shorter] <= durations[longer]) return [];
  return [
    {
      path: `${section}.${shorter}`,
      message: `expected at most ${longer} (${durations[longer]})`,
      seen: String(durations[shorter]),
    },
  ];
}
