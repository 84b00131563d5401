import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Limit } from '../../shared/limits/limit.ts';

/** What an instance is to do at once: so many calls of so many tokens each, and what becomes of those admitted. */
export type LimitOrder = {
  readonly limits: readonly Limit[];
  readonly calls: number;
  readonly tokens: number;
  readonly end: 'settle' | 'hold' | 'send';
  readonly leaseMs: number;
};

/** A process of its own that admits calls to limits in Redis. */
export type LimitInstance = {
  carryOut(order: LimitOrder): Promise<{ admitted: number; used: number }>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
};

/** Starts such a process and waits until it is connected. */
export async function startLimitInstance(options: { url: string; keyPrefix: string }): Promise<LimitInstance> {
  const path = fileURLToPath(new URL('./limit-process.ts', import.meta.url));
  const child = fork(path, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const ask = async (question: LimitOrder | string) => {
    const answered = once(child, 'message');
    child.send(question);
    const [answer]: unknown[] = await answered;
    return resultSchema.parse(answer);
  };
  while ((await ask('ready?')).admitted !== 1);
  return {
    carryOut: ask,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const resultSchema = z.object({ admitted: z.int(), used: z.int() });
