/** The wall's times, in milliseconds. */
export type WallTimes = {
  readonly firstWordMs: number;
  readonly stallMs: number;
  readonly silenceMs: number;
  readonly outageMs: number;
  readonly betweenWordsMs: number;
};

/** The published times, `scale` times as fast. */
export function wallTimes(scale: number): WallTimes {
  return {
    firstWordMs: 20_000 / scale,
    stallMs: 30_000 / scale,
    silenceMs: 120_000 / scale,
    outageMs: 60_000 / scale,
    betweenWordsMs: 15 / scale,
  };
}
