/** What the wall does for a model, told by the scenario's number in its name. */
export type Behaviour =
  | 'well'
  | 'well-without-prefill'
  | 'throttled-once'
  | 'throttled'
  | 'failing-once'
  | 'overloaded'
  | 'reset-once'
  | 'silent'
  | 'slow'
  | 'cut'
  | 'stalled'
  | 'garbled'
  | 'without-done'
  | 'too-long'
  | 'filtered'
  | 'down-at-first';

/** The behaviour of a model; `undefined` for one that the wall does not have. */
export function behaviourOf(model: string): Behaviour | undefined {
  const name = /^fb-(ok-noprefill|ok|s\d\d)(?:-|$)/.exec(model)?.[1];
  return name === undefined ? undefined : byName[name];
}

const byName: Readonly<Record<string, Behaviour>> = {
  ok: 'well',
  'ok-noprefill': 'well-without-prefill',
  s01: 'throttled-once',
  s02: 'throttled',
  s03: 'failing-once',
  s04: 'overloaded',
  s05: 'reset-once',
  s06: 'silent',
  s07: 'slow',
  s08: 'cut',
  s09: 'stalled',
  s10: 'garbled',
  s11: 'without-done',
  s12: 'too-long',
  s13: 'filtered',
  s14: 'cut',
  s15: 'down-at-first',
  s16: 'overloaded',
};
