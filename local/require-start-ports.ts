import { isFreePort, nextFreePort } from './free-port.ts';
import type { StartOptions } from './start-options.ts';
import type { SimulationPlan } from './start-simulation.ts';

/** Throws where a port that `npm start` needs is taken; the message holds a whole command that would work now. */
export async function requireStartPorts(
  options: StartOptions,
  plan: Pick<SimulationPlan, 'port' | 'vaultPort'> | undefined,
): Promise<void> {
  const simulated = [plan?.port, plan?.vaultPort].filter((port) => port !== undefined);
  const isOwnTaken = !(await isFreePort(options.port)) || simulated.includes(options.port);
  const taken = [];
  if (isOwnTaken) taken.push(`Port ${options.port}, where Sluice would listen, is taken.`);
  for (const port of simulated) {
    const what = port === plan?.port ? 'the simulator' : 'the simulated vault';
    if (!(await isFreePort(port))) taken.push(`Port ${port}, where ${what} would listen, is taken.`);
  }
  if (taken.length === 0) return;

  const isSimulatorTaken = taken.length > (isOwnTaken ? 1 : 0);
  const simulatorPort =
    plan !== undefined && isSimulatorTaken ? await nextFreePort(plan.port, simulated.length) : options.simulatorPort;
  let port = isOwnTaken ? await nextFreePort(options.port) : options.port;
  // Next to the simulator's two, which may have been moved to where this one would be.
  while (simulatorPort !== undefined && port >= simulatorPort && port < simulatorPort + 2)
    port = await nextFreePort(port);
  const command = [
    'npm start --',
    ...(port === defaultPort ? [] : [`--port ${port}`]),
    ...(simulatorPort === undefined ? [] : [`--simulator-port ${simulatorPort}`]),
    ...(options.host === 'auto' ? [] : [`--host ${options.host}`]),
  ].join(' ');
  throw new Error(`${taken.join('\n')}\nThese are free:\n\n  ${command}`);
}

/**
 * Throws as `requireStartPorts` does where an error is of a port that was free then and has been taken since; returns
 * for any other. What of `npm start` listens must have been stopped.
 */
export async function explainTakenPort(error: unknown, ...needed: Parameters<typeof requireStartPorts>): Promise<void> {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') await requireStartPorts(...needed);
}

const defaultPort = 7071;
