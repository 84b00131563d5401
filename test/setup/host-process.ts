import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testedAppRoot } from './tested-app-root.ts';

/** The built app under an embedded host in a process of its own. */
export type HostProcess = {
  readonly url: string;
  /** Ends the host and its worker as a power cut would: at once, both, with nothing written down. */
  killAll(): Promise<void>;
  /** Ends the worker alone, as a bug would that no code catches; the host starts another. */
  crash(): Promise<void>;
};

/** Starts the app with these settings. */
export async function startHostProcess(env: Readonly<Record<string, string>>): Promise<HostProcess> {
  const program = fileURLToPath(new URL('../fixtures/host-process.ts', import.meta.url));
  const child = fork(program, [testedAppRoot, JSON.stringify(env)], { execArgv: [], stdio: 'ignore' });
  const ended = once(child, 'exit');
  const told = async (member: string): Promise<unknown> => {
    const [message]: unknown[] = await Promise.race([once(child, 'message'), ended.then(() => [])]);
    const found = Object.entries(typeof message === 'object' ? (message ?? {}) : {}).find(([name]) => name === member);
    if (found === undefined) throw new Error('The host has ended.');
    return found[1];
  };
  const url = String(await told('url'));
  const killWorker = async (): Promise<void> => {
    child.send('worker?');
    process.kill(Number(await told('workerPid')), 'SIGKILL');
  };
  return {
    url,
    crash: killWorker,
    async killAll() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // The worker first: with its host gone it would still have a moment.
      await killWorker();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
