import { table } from '../../local/cli/table.ts';
import { cellKey, deploymentsOf, type CellRun } from './cell.ts';
import { wallTimeouts } from './expectation.ts';
import type { Mode, Setting } from './fault-case.ts';
import { judgeCell, sightOf } from './judge-cell.ts';
import { leaveAfterMs, type WallRun } from './run-wall.ts';

/** The wall as a person reads it: a row for each fault and mode, and beneath it all that should not be. */
export function formatWall({ runs, wholeText, tookMs }: WallRun): string {
  const byPlace = new Map(runs.map((run) => [cellKey(run.cell.faultCase, run.cell.setting, run.cell.mode), run]));
  const faultCases = [...new Set(runs.map(({ cell }) => cell.faultCase))];
  const rows = faultCases.flatMap((faultCase) =>
    modes.map((mode) => {
      const at = (setting: Setting) => byPlace.get(cellKey(faultCase, setting, mode));
      const [alone, beside, held, leaving] = [at('alone'), at('beside'), at('held'), at('leaving')];
      return [
        mode === 'plain' ? faultCase.name : '',
        mode,
        ...(alone === undefined ? ['', '', ''] : [sightIn(alone, wholeText), offsetsOf(alone), barOf(alone)]),
        ...(beside === undefined ? ['', ''] : [sightIn(beside, wholeText, alone), offsetsOf(beside)]),
        held === undefined ? '' : sightIn(held, wholeText, alone),
        leaving === undefined ? '' : leavingCell(leaving, wholeText),
      ];
    }),
  );
  const wrongs = wrongsOf({ runs, wholeText });
  return [
    `The wall: ${faultCases.length} faults, ${runs.length} cells, ${(tookMs / 1000).toFixed(1)} s. Clocks: first output and silence ${wallTimeouts.firstOutputMs} ms, an attempt ${wallTimeouts.attemptMs} ms, the call ${wallTimeouts.deadlineMs} ms.`,
    'What the caller saw when the fault was met by the only deployment of a model; by the first of two (b is the second); by',
    'the first of two behind a route that holds streams until they are whole; and how many attempts there were before and',
    'after a caller who left. Attempts are in milliseconds from the first.',
    '',
    table([heads, ...rows]),
    '',
    wrongs.length === 0
      ? 'No truncated success, no hang, no repeated text, no ignored retry-after, no attempt after the caller left.'
      : wrongs.map((wrong) => `✗ ${wrong}`).join('\n'),
  ].join('\n');
}

/** Everything that should not be, each with its place. */
export function wrongsOf({ runs, wholeText }: Pick<WallRun, 'runs' | 'wholeText'>): string[] {
  return runs.flatMap((run) =>
    judgeCell(run, wholeText).map(
      (wrong) => `${run.cell.faultCase.name}, ${run.cell.mode}, ${run.cell.setting}: ${wrong}`,
    ),
  );
}

/** What the callers of a cell saw; where it is what the only deployment's callers saw too, that. */
function sightIn(run: CellRun, wholeText: string, alone?: CellRun): string {
  const sights = sightsOf(run);
  const mark = judgeCell(run, wholeText).length === 0 ? '' : '✗ ';
  return `${mark}${sights !== 'answer' && alone !== undefined && sightsOf(alone) === sights ? 'the same' : sights}`;
}

function sightsOf({ views }: CellRun): string {
  return [...new Set(views.map(sightOf))].join(' / ');
}

function leavingCell(run: CellRun, wholeText: string): string {
  const hasLeft = run.views.some(({ outcome }) => outcome === 'left');
  if (judgeCell(run, wholeText).length > 0) return '✗ went on';
  return hasLeft ? `${run.attempts.length}, then none` : 'was over';
}

function offsetsOf({ attempts, cell, views }: CellRun): string {
  if (views.length > 1) return `${attempts.length} in ${views.length} calls`;
  const { faulty } = deploymentsOf(cell);
  const firstMs = attempts[0]?.startedAt ?? 0;
  const offsets = attempts.map(
    ({ startedAt, deployment }) => `${deployment === faulty ? '' : 'b'}${startedAt - firstMs}`,
  );
  return offsets.length === 0 ? 'nobody there' : offsets.join(' ');
}

function barOf({ views }: CellRun): string {
  const tookMs = Math.max(...views.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs));
  const filled = Math.min(barWidth, Math.round((barWidth * tookMs) / wallTimeouts.deadlineMs));
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${(tookMs / 1000).toFixed(2)} s`;
}

const modes: readonly Mode[] = ['plain', 'stream'];
const barWidth = 8;

const heads = [
  'fault',
  'mode',
  'by the only deployment',
  'attempts at ms',
  'of the deadline',
  'of two',
  'at ms',
  'held',
  `left at ${leaveAfterMs} ms`,
];
