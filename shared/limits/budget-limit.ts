import type { BudgetPeriod, Limit, LimitMode, LimitSubject } from './limit.ts';
import { subjectKey } from './subject-key.ts';

/** How much may be used in a period, in tokens or in millionths of a US dollar. */
export type BudgetSetting = ({ readonly tokens: number } | { readonly microDollars: number }) & {
  /** Parts budgets of one subject, unit and period. */
  readonly name?: string | undefined;
  readonly per: BudgetPeriod;
  /** IANA name; the calendar the period is of. */
  readonly timeZone: string;
  readonly mode: LimitMode;
  /** Share of the budget from which callers are warned. */
  readonly warnAtPercent: number;
};

/** A budget as a limit of a subject. What is used of it stays when how much it grants, its mode or its warning change. */
export function budgetLimit(subject: LimitSubject, setting: BudgetSetting): Limit {
  const { name, per, timeZone, mode, warnAtPercent } = setting;
  const [unit, most] =
    'tokens' in setting ? (['tokens', setting.tokens] as const) : (['microDollars', setting.microDollars] as const);
  return {
    key: [`${subjectKey(subject)}:${unit}`, per, per === 'total' ? [] : timeZone, name ?? []].flat().join('/'),
    subject,
    unit,
    most,
    span: { kind: 'calendar', period: per, timeZone },
    mode,
    warnFrom: Math.ceil((most * warnAtPercent) / 100),
    isCorrected: true,
  };
}
