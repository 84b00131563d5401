import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { ColdApp } from './cold-starts.ts';

/** One load of an app into a warm process, in milliseconds. */
export type Load = { readonly loadMs: number; readonly cpuMs: number };

/** Loads every app once in each round, each time into a new process, and once before. Gives the loads of each by name. */
export async function measureLoads(
  rounds: number,
  apps: readonly ColdApp[],
): Promise<ReadonlyMap<string, readonly Load[]>> {
  const loads = new Map(apps.map(({ name }): [string, Load[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const app of apps) {
      const load = await loadOnce(app);
      if (round > 0) loads.get(app.name)?.push(load);
    }
  }
  return loads;
}

async function loadOnce({ name, appRoot, env }: ColdApp): Promise<Load> {
  const child = fork(fileURLToPath(new URL('./load-alone.ts', import.meta.url)), [appRoot], {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = await new Promise<unknown>((resolve) => {
    child.once('message', resolve).once('exit', () => resolve(undefined));
  });
  const load = loadSchema.safeParse(told);
  if (!load.success) throw new Error(`${name} could not be loaded.`);
  return load.data;
}

const loadSchema = z.object({ loadMs: z.number(), cpuMs: z.number() });
