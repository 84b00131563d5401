import type { Caller } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { LimitState } from '../limits/admission.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/** One rate and how it stands. */
export type LimitEntry = {
  readonly object: 'rate_limit';
  /** The alias it is for; `null` for one over all models. */
  readonly model: string | null;
  readonly unit: 'requests' | 'tokens';
  readonly per: 'minute';
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds until all of it is free again. */
  readonly reset_seconds: number;
  readonly mode: string;
};

/** A caller's rates. */
export type LimitsAnswer = {
  readonly object: 'list';
  readonly caller: string;
  readonly data: readonly LimitEntry[];
};

/** One budget and how it stands; amounts are tokens or US dollars. */
export type BudgetEntry = {
  readonly object: 'budget';
  readonly of: 'caller' | 'team' | 'session';
  /** The caller's or the team's name. */
  readonly name: string;
  readonly unit: 'tokens' | 'dollars';
  readonly per: string;
  readonly time_zone: string;
  readonly budget: number;
  readonly used: number;
  /** Of `used`, what calls under way have reserved. */
  readonly held: number;
  readonly remaining: number;
  /** Seconds until the period ends; `null` for a total. */
  readonly reset_seconds: number | null;
  readonly mode: string;
};

/** A caller's budgets. */
export type BudgetsAnswer = {
  readonly object: 'list';
  readonly caller: string;
  readonly data: readonly BudgetEntry[];
};

/** How the rates of the caller stand, or of the one an admin caller names. Throws `admin_required`, `invalid_request`. */
export async function readLimits(of: string | undefined, call: Call, parts: Parts): Promise<LimitsAnswer> {
  const caller = callerAsked(of, 'limits', call, parts);
  const states = await statesOf(caller, call, parts);
  return { object: 'list', caller: caller.name, data: states.flatMap(limitEntry) };
}

/** The same of budgets: the caller's, its teams' and those of the session that the call names. */
export async function readBudgets(of: string | undefined, call: Call, parts: Parts): Promise<BudgetsAnswer> {
  const caller = callerAsked(of, 'budgets', call, parts);
  const states = await statesOf(caller, call, parts);
  return { object: 'list', caller: caller.name, data: states.flatMap(budgetEntry) };
}

function callerAsked(of: string | undefined, what: 'limits' | 'budgets', { caller }: Call, { config }: Parts): Caller {
  if (of === undefined || of === caller.name) {
    return caller;
  }
  if (!caller.admin) {
    throw new GatewayError('admin_required', `Only an admin caller sees others' ${what}.`, { param: 'caller' });
  }
  const found = config.callers.find(({ name }) => name === of);
  if (found === undefined) {
    throw new GatewayError('invalid_request', 'There is no caller of that name.', { param: 'caller' });
  }
  return found;
}

async function statesOf(
  { name }: Caller,
  { session }: Call,
  { limits, config }: Parts,
): Promise<readonly LimitState[]> {
  const all = [...config.models.keys()].flatMap((model) => limits.book.forCall(name, model, session));
  const byKey = new Map(all.map((limit) => [limit.key, limit]));
  return limits.limiter.read([...byKey.values()]);
}

function limitEntry({ limit, used, remaining, resetMs = 0 }: LimitState): LimitEntry[] {
  const { subject, unit, most, span, mode } = limit;
  if (span.kind !== 'sliding' || unit === 'microDollars') {
    return [];
  }
  return [
    {
      object: 'rate_limit',
      model: subject.kind === 'caller-model' ? subject.model : null,
      unit,
      per: 'minute',
      limit: most,
      used,
      remaining,
      reset_seconds: Math.ceil(resetMs / 1000),
      mode,
    },
  ];
}

function budgetEntry({ limit, used, held, remaining, resetMs }: LimitState): BudgetEntry[] {
  const { subject, unit, most, span, mode } = limit;
  if (span.kind !== 'calendar' || unit === 'requests' || subject.kind === 'deployment') {
    return [];
  }
  const amount = (value: number) => (unit === 'tokens' ? value : value / 1_000_000);
  return [
    {
      object: 'budget',
      of: subject.kind === 'caller-model' ? 'caller' : subject.kind,
      name: subject.name,
      unit: unit === 'tokens' ? 'tokens' : 'dollars',
      per: span.period,
      time_zone: span.timeZone,
      budget: amount(most),
      used: amount(used),
      held: amount(held),
      remaining: amount(remaining),
      reset_seconds: resetMs === undefined || span.period === 'total' ? null : Math.ceil(resetMs / 1000),
      mode,
    },
  ];
}
