import type { Admission } from '../limits/admission.ts';
import { attributes, events } from '../telemetry/names.ts';
import type { Span } from '../telemetry/span.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/** Says on a call's span how its admission went: what refused it, which budgets are nearly or more than used up. */
export function noteAdmission(admission: Admission, { span, caller }: Call): void {
  if (span === undefined) {
    return;
  }
  if (admission.kind === 'refused') {
    const { limit, reason, retryAfterMs } = admission;
    const about = {
      [attributes.limit]: limit?.key ?? reason,
      [attributes.noticeKind]: reason,
      [attributes.retryAfterMs]: retryAfterMs,
    };
    span.note(events.limitRefused, about);
    if (limit?.span.kind === 'calendar') {
      span.announce(events.budgetExceeded, {
        ...about,
        [attributes.caller]: caller.name,
        [attributes.budget]: limit.key,
      });
    }
    return;
  }
  for (const { kind, isFirst, state } of admission.notices) {
    const about = {
      [attributes.caller]: caller.name,
      [attributes.budget]: state.limit.key,
      [attributes.used]: state.used,
      [attributes.remaining]: state.remaining,
      [attributes.noticeKind]: kind,
    };
    // A budget that is nearly used up is told once in its period, one that is exceeded at every call.
    if (kind === 'near' && isFirst) {
      span.announce(events.budgetWarning, about);
    } else if (kind === 'exceeded' || kind === 'would-refuse') {
      span.announce(events.budgetExceeded, about);
    }
  }
}

/** Begins the span of a question to the store that instances share; none where each counts for itself. */
export function openStoreSpan({ span }: Call, { config }: Pick<Parts, 'config'>): Span | undefined {
  const { redisUrl } = config.settings;
  if (redisUrl === undefined || span === undefined) {
    return undefined;
  }
  return span.child('redis admit', 'client', {
    [attributes.dbSystem]: 'redis',
    [attributes.dbOperation]: 'admit',
    [attributes.serverAddress]: URL.parse(redisUrl.reveal())?.hostname,
  });
}
