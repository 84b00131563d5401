import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isProcessRunning } from '../../../shared/usage/is-process-running.ts';

it('tells a running process from one that has ended', async () => {
  expect([isProcessRunning(process.pid), isProcessRunning(1)]).toEqual([true, true]);
  const child = spawn(process.execPath, ['--eval', '']);
  await once(child, 'exit');
  expect(isProcessRunning(child.pid ?? NaN)).toBe(false);
});
