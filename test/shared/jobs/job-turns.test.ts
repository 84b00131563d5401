import { expect, it } from 'vitest';
import { createJobTurns } from '../../../shared/jobs/job-turns.ts';

it('gives a caller as many turns at a time as one may have, whatever others do', async () => {
  const turns = createJobTurns(2, 1);
  const ends = [await turns.begin('a'), await turns.begin('a')];
  expect([await turns.begin('a'), typeof (await turns.begin('b'))]).toEqual([undefined, 'function']);
  ends[0]?.();
  ends.push(await turns.begin('a'));
  expect([typeof ends[2], await turns.begin('a')]).toEqual(['function', undefined]);
  for (const end of ends.slice(1)) end?.();
  expect([typeof (await turns.begin('a')), typeof (await turns.begin('a')), await turns.begin('a')]).toEqual([
    'function',
    'function',
    undefined,
  ]);
});

it('gives a turn that ends to who has waited longest', async () => {
  const turns = createJobTurns(1, 60_000);
  const end = await turns.begin('a');
  const took: string[] = [];
  const wait = async (name: string) => {
    const endTurn = await turns.begin('a');
    took.push(name);
    return endTurn;
  };
  const [second, third] = [wait('second'), wait('third')];
  end?.();
  (await second)?.();
  (await third)?.();
  expect(took).toEqual(['second', 'third']);
  expect(await createJobTurns(1).begin('a')).toBeTypeOf('function');
});
