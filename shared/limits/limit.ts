/** Whose use is limited. A session belongs to a caller; its name is a digest, because callers choose what it is called. */
export type LimitSubject =
  | { readonly kind: 'caller' | 'team' | 'deployment'; readonly name: string }
  | { readonly kind: 'caller-model'; readonly name: string; readonly model: string }
  | { readonly kind: 'session'; readonly name: string; readonly session: string };

/** What is counted. Money is in millionths of a US dollar, whole. */
export type LimitUnit = 'requests' | 'tokens' | 'microDollars';

/** `hard` refuses, `soft` admits and warns the caller, `shadow` admits and tells only those who watch. */
export type LimitMode = 'hard' | 'soft' | 'shadow';

/** The calendar's periods of a budget; `total` never ends. */
export type BudgetPeriod = 'hour' | 'day' | 'month' | 'total';

/**
 * The time over which use adds up.
 *
 * `sliding` looks back from each moment. It is kept in slices of `sliceMs`, the oldest of which counts until the last
 * thing in it is `windowMs` old: no window of `windowMs` holds more than the limit, and use is forgotten up to one slice
 * late. `calendar` begins anew with each period of a time zone.
 */
export type LimitSpan =
  | { readonly kind: 'sliding'; readonly windowMs: number; readonly sliceMs: number }
  | { readonly kind: 'calendar'; readonly period: BudgetPeriod; readonly timeZone: string };

/** At most `most` of a unit within a span, for one subject. Plain data, so that what refers to it can be kept. */
export type Limit = {
  /** Names the counter in a store. Whatever changes how it counts is part of it, `most` is not. */
  readonly key: string;
  readonly subject: LimitSubject;
  readonly unit: LimitUnit;
  /** A whole number. */
  readonly most: number;
  readonly span: LimitSpan;
  readonly mode: LimitMode;
  /** Use from which callers are warned. */
  readonly warnFrom?: number | undefined;
  /** Whether settling replaces the estimate by what was used; otherwise what was sent counts as estimated. */
  readonly isCorrected: boolean;
};
