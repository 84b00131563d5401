import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BreakerPolicy } from '../../shared/resilience/breaker-policy.ts';

/** What became of one call: `not admitted` when the breaker kept it away from its deployment. */
export type CallOutcome = 'succeeded' | 'failed' | 'not admitted';

/** A process of its own that calls deployments behind breakers, shared through Redis. */
export type BreakerInstance = {
  /** Calls a deployment, which fails if its name says that it is dead. */
  call(name: string): Promise<CallOutcome>;
  /** Resolves when the instance has exchanged news with Redis for the first time. */
  untilShared(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts such a process. */
export async function startBreakerInstance(options: { url: string; policy: BreakerPolicy }): Promise<BreakerInstance> {
  const path = fileURLToPath(new URL('./breaker-process.ts', import.meta.url));
  const child = fork(path, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const ask = async (question: string): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(question);
    const [answer]: unknown[] = await answered;
    return answer;
  };
  return {
    async call(name) {
      const outcome = await ask(name);
      if (outcome === 'succeeded' || outcome === 'failed' || outcome === 'not admitted') return outcome;
      throw new Error(`The instance answered ${String(outcome)}.`);
    },
    async untilShared() {
      while ((await ask('shared?')) !== 'yes');
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
