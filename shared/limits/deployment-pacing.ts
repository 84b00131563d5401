import type { Limit, LimitSubject } from './limit.ts';
import { subjectKey } from './subject-key.ts';

/** What a deployment is granted, and how finely it is known to look at it. */
export type PacingSetting = {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /**
   * Seconds over which its requests are checked, beside the minute. Default: 10, and also 1 from 600 requests per minute
   * on; below that one second's share is so small that to keep to it costs more time than a rare refusal.
   */
  readonly requestSliceSeconds?: readonly number[] | undefined;
};

/**
 * The limits within which a deployment does not refuse: Azure grants requests by the minute and checks them in slices of
 * one or ten seconds, each with its share; tokens it counts by its own estimate at arrival and never corrects.
 *
 * Azure's windows begin at moments of its own, so that only a limit on every window of that length is safe. Calls reach it
 * up to half a second more or less after they were admitted; the windows are that much longer.
 */
export function pacingLimits(deployment: string, setting: PacingSetting): Limit[] {
  const subject: LimitSubject = { kind: 'deployment', name: deployment };
  const shared = { subject, mode: 'hard', isCorrected: false } as const;
  const { requestsPerMinute, tokensPerMinute } = setting;
  const slices =
    requestsPerMinute === undefined ? [] : (setting.requestSliceSeconds ?? defaultSlices(requestsPerMinute));
  const requests = [...slices, 60].flatMap((seconds): Limit[] =>
    requestsPerMinute === undefined
      ? []
      : [
          {
            ...shared,
            key: `${subjectKey(subject)}:requests/${seconds}s`,
            unit: 'requests',
            most: Math.max(1, Math.floor((requestsPerMinute * seconds) / 60)),
            span: spanOf(seconds),
          },
        ],
  );
  if (tokensPerMinute === undefined) return requests;
  const key = `${subjectKey(subject)}:tokens/60s`;
  return [...requests, { ...shared, key, unit: 'tokens', most: tokensPerMinute, span: spanOf(60) }];
}

function defaultSlices(requestsPerMinute: number): number[] {
  return requestsPerMinute >= 600 ? [1, 10] : [10];
}

function spanOf(seconds: number): Limit['span'] {
  return { kind: 'sliding', windowMs: seconds * 1000 + jitterMs, sliceMs: seconds >= 60 ? 1_000 : 250 };
}

const jitterMs = 500;
