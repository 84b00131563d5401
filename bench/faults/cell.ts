import type { LedgerEntry } from '../../local/azure/ledger.ts';
import type { CallerView } from './ask-chat.ts';
import type { AskedWait, Expectation, FaultCase, Mode, Setting } from './fault-case.ts';

/** One fault, met in one setting and one mode by models of its own, so that no cell can touch another. */
export type Cell = {
  /** Names its model, its deployments and its calls. */
  readonly id: string;
  readonly faultCase: FaultCase;
  readonly setting: Setting;
  readonly mode: Mode;
  /** Absent where the caller hangs up: then only what comes after counts. */
  readonly expectation: Expectation | undefined;
};

/** What came of a cell: what its callers saw, and every attempt that its deployments saw, in order. */
export type CellRun = {
  readonly cell: Cell;
  readonly views: readonly CallerView[];
  readonly attempts: readonly LedgerEntry[];
  readonly asked: AskedWait;
};

/** The cells of the faults, fault by fault. */
export function cellsOf(faultCases: readonly FaultCase[]): Cell[] {
  return faultCases.flatMap((faultCase, at) =>
    places.map(({ setting, mode }): Cell => ({
      id: `f${at}-${setting}-${mode}`,
      faultCase,
      setting,
      mode,
      expectation: expectationOf(faultCase, setting, mode),
    })),
  );
}

/** What tells the cells of a wall apart. */
export function cellKey(faultCase: FaultCase, setting: Setting, mode: Mode): string {
  return `${faultCase.name} ${setting} ${mode}`;
}

/** The deployment at which a cell's fault is met, and the one beside it. */
export function deploymentsOf({ id, setting }: Cell): {
  readonly faulty: string;
  readonly healthy: string | undefined;
} {
  return { faulty: id, healthy: setting === 'beside' || setting === 'held' ? `${id}-b` : undefined };
}

function expectationOf(faultCase: FaultCase, setting: Setting, mode: Mode): Expectation | undefined {
  switch (setting) {
    case 'alone':
      return faultCase.alone[mode];
    case 'beside':
      return faultCase.beside[mode];
    case 'held':
      return faultCase.held ?? faultCase.beside[mode];
    case 'leaving':
      return undefined;
  }
}

const places: readonly { readonly setting: Setting; readonly mode: Mode }[] = [
  { setting: 'alone', mode: 'plain' },
  { setting: 'beside', mode: 'plain' },
  { setting: 'leaving', mode: 'plain' },
  { setting: 'alone', mode: 'stream' },
  { setting: 'beside', mode: 'stream' },
  // Only a stream can be held.
  { setting: 'held', mode: 'stream' },
  { setting: 'leaving', mode: 'stream' },
];
