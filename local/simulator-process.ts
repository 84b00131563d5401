import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SimulationPlan } from './start-simulation.ts';

/** A simulator that runs in a process of its own. */
export type SimulatorProcess = {
  readonly url: string;
  readonly vaultUrl?: string | undefined;
  readonly identity: { readonly endpoint: string; readonly header: string };
  /** Aborted when the process has ended. */
  readonly ended: AbortSignal;
  stop(): Promise<void>;
};

/** Starts the simulator and resolves when it listens. Rejects when it does not, with the system's code for why. */
export async function startSimulatorProcess(plan: SimulationPlan): Promise<SimulatorProcess> {
  const ports = [plan.port, plan.vaultPort].filter((port) => port !== undefined).map(String);
  const child = fork(fileURLToPath(new URL('./start-simulator.ts', import.meta.url)), ports, { execArgv: [] });
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  const told = await new Promise<z.infer<typeof toldSchema>>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The simulator could not start (exit code ${code}).`)));
    child.once('message', (message) => resolve(toldSchema.parse(message)));
  });
  if ('mistake' in told) {
    const { message, code } = told.mistake;
    throw Object.assign(new Error(`The simulator could not start: ${message}`), { code });
  }
  return {
    ...told,
    ended: ended.signal,
    async stop() {
      if (ended.signal.aborted) return;
      // Its end of the line; signals it leaves to its parent.
      child.disconnect();
      await once(ended.signal, 'abort');
    },
  };
}

const toldSchema = z.union([
  z.object({
    url: z.string(),
    vaultUrl: z.string().optional(),
    identity: z.object({ endpoint: z.string(), header: z.string() }),
  }),
  z.object({ mistake: z.object({ message: z.string(), code: z.string().optional() }) }),
]);
