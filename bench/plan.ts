/** The parts of a run. */
export type Section = 'chat' | 'stream' | 'memory' | 'cold';

/** How much of everything a run measures. Rounds are interleaved: in each, every contestant has its turn. */
export type Plan = {
  /** Ratios are compared between runs of one name only: what a stream costs to open weighs more in a short one. */
  readonly name: 'full' | 'quick';
  readonly sections: readonly Section[];
  readonly chat: { readonly callers: readonly number[]; readonly rounds: number; readonly sliceMs: number };
  readonly stream: {
    readonly chunks: number;
    readonly rounds: number;
    readonly sliceMs: number;
    readonly unpacedCallers: number;
    readonly pacedCallers: number;
    readonly pacedRounds: number;
    readonly pacedChunks: number;
  };
  readonly memory: {
    readonly turns: number;
    readonly idleStreams: number;
    readonly slowReaders: number;
    readonly settleMs: number;
  };
  readonly cold: { readonly rounds: number };
};

/** All parts, in the order in which they run. */
export const allSections: readonly Section[] = ['chat', 'stream', 'memory', 'cold'];

/** Three minutes, for figures to quote. */
export const fullPlan: Plan = {
  name: 'full',
  sections: allSections,
  chat: { callers: [1, 16, 64], rounds: 5, sliceMs: 500 },
  stream: {
    chunks: 500,
    rounds: 5,
    sliceMs: 500,
    unpacedCallers: 4,
    pacedCallers: 20,
    pacedRounds: 3,
    pacedChunks: 250,
  },
  memory: { turns: 3, idleStreams: 200, slowReaders: 8, settleMs: 1_000 },
  cold: { rounds: 7 },
};

/** Under a minute, to see that nothing has gone badly wrong. */
export const quickPlan: Plan = {
  name: 'quick',
  sections: allSections,
  chat: { callers: [1, 16, 64], rounds: 3, sliceMs: 150 },
  stream: {
    chunks: 500,
    rounds: 3,
    sliceMs: 150,
    unpacedCallers: 4,
    pacedCallers: 20,
    pacedRounds: 2,
    pacedChunks: 50,
  },
  memory: { turns: 1, idleStreams: 100, slowReaders: 4, settleMs: 400 },
  cold: { rounds: 3 },
};
