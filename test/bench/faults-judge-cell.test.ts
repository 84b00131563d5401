import { expect, it } from 'vitest';
import type { CallerView } from '../../bench/faults/ask-chat.ts';
import { cellsOf, type CellRun } from '../../bench/faults/cell.ts';
import { answer, both } from '../../bench/faults/expectation.ts';
import type { AskedWait, Setting } from '../../bench/faults/fault-case.ts';
import { judgeCell } from '../../bench/faults/judge-cell.ts';
import type { LedgerEntry } from '../../local/azure/ledger.ts';

const wholeText = 'A lock lifts a barge.';

const wholeAnswer: CallerView = {
  outcome: 'answered',
  status: 200,
  code: undefined,
  text: wholeText,
  isFinished: true,
  hasUsage: true,
  reportedModel: 'gpt-4o',
  completionIds: ['chatcmpl-1'],
  retryAfterMs: undefined,
  startedAtMs: 10_000,
  endedAtMs: 10_400,
};

const attemptAt = (
  deployment: string,
  startedAt: number,
  endedAt: number | undefined = startedAt + 20,
): LedgerEntry => ({
  id: 'x',
  resource: 'east',
  deployment,
  model: 'gpt-4o',
  operation: 'chat/completions',
  apiVersion: 'v1',
  status: 200,
  stream: true,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  startedAt,
  endedAt,
  cancelled: false,
  fault: undefined,
  parameters: [],
  headers: {},
});

function judge(
  view: Partial<CallerView>,
  startsAtMs: readonly number[],
  asked: AskedWait = {},
  setting: Setting = 'alone',
) {
  const cells = cellsOf([
    { name: '429', fault: () => ({ fault: { kind: 'reset' } }), alone: both(answer(2)), beside: both(answer(2)) },
  ]);
  const cell = cells.find((each) => each.setting === setting && each.mode === 'stream');
  if (cell === undefined) throw new Error('There is no such cell.');
  const attempts = startsAtMs.map((startedAt) => attemptAt(cell.id, startedAt));
  const run: CellRun = { cell, views: [{ ...wholeAnswer, ...view }], attempts, asked };
  return judgeCell(run, wholeText);
}

const twice = [10_010, 10_320];

it('finds nothing in a call that was retried when it was time, and answered', () => {
  expect(judge({}, twice, { askedMs: 300 })).toEqual([]);
});

it.each<[string, Partial<CallerView>]>([
  ['a stream without its end mark', { isFinished: false }],
  ['half a text with an end mark', { text: 'A lock lifts' }],
])('takes %s for a truncated answer', (_what, view) => {
  expect(judge(view, twice)).toContain('A truncated or altered answer looks whole.');
});

it('finds a hang, and an end past the deadline', () => {
  expect(judge({ outcome: 'hung' }, twice)).toContainEqual(expect.stringMatching(/^The caller waited/));
  expect(judge({ endedAtMs: 19_000 }, twice)).toContainEqual(expect.stringMatching(/^The caller waited 9000 ms/));
});

it.each<[string, Partial<CallerView>]>([
  ['text that comes twice', { outcome: 'broken', text: 'A lock lifts A lock lifts' }],
  ['text of two completions', { completionIds: ['chatcmpl-1', 'chatcmpl-2'] }],
])('finds %s', (_what, view) => {
  expect(judge(view, twice)).toContain('The caller got text twice, or of two answers.');
});

it('finds an attempt before the time that was asked for', () => {
  expect(judge({}, twice, { askedMs: 400 })).toEqual(['An attempt came 90 ms before the time that was asked for.']);
  expect(judge({}, twice, { askedUntilMs: 10_500 })).toEqual([
    'An attempt came 180 ms before the time that was asked for.',
  ]);
});

it('finds a wait that its caller is not told of', () => {
  const told = (retryAfterMs: number) =>
    judge({ outcome: 'refused', status: 429, retryAfterMs }, [10_010], { askedMs: 60_000 });
  expect(told(1_000)).toContain('The caller was told to wait 1000 ms instead of 60000 ms.');
  expect(told(59_950)).not.toContainEqual(expect.stringContaining('was told'));
});

it('finds an attempt that begins after its caller has left', () => {
  const left: Partial<CallerView> = { outcome: 'left', isFinished: false, text: '', endedAtMs: 10_150 };
  expect(judge(left, [10_010], {}, 'leaving')).toEqual([]);
  expect(judge(left, [10_010, 10_900], {}, 'leaving')).toContain('An attempt began 750 ms after the caller left.');
});

it('finds a wrong number of attempts, and a sight that was not to be', () => {
  expect(judge({}, [10_010])).toEqual(['There were 1 attempts instead of 2.']);
  expect(judge({ outcome: 'refused', status: 503, code: 'upstream_unavailable' }, twice)).toEqual([
    'The caller saw 503 upstream_unavailable instead of answer.',
  ]);
});
