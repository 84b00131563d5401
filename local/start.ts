/** `npm start`: builds the app and runs it on this machine, with all it needs. See `startUsage` for its options. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../shared/config/read-settings.ts';
import { build, buildSummary } from './build.ts';
import { commandLine } from './command-line.ts';
import { findCoreTools, startCoreTools } from './core-tools.ts';
import { endWithNpm } from './end-with-npm.ts';
import { jobDeadlineNote } from './job-deadline-note.ts';
import { startHost } from './host/start-host.ts';
import { explainTakenPort, requireStartPorts } from './require-start-ports.ts';
import { startSimulatorProcess, type SimulatorProcess } from './simulator-process.ts';
import { simulationGaps } from './simulation-gaps.ts';
import { startGreeting } from './start-greeting.ts';
import { startJobs, type LocalJobs } from './start-jobs.ts';
import { readStartOptions, startUsage, type StartOptions } from './start-options.ts';
import { readStartSettings } from './start-settings.ts';
import { planSimulation, type SimulationPlan } from './start-simulation.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let simulator: SimulatorProcess | undefined;
let startingJobs: Promise<LocalJobs> | undefined;
let isStopping = false;
const options = commandLine(startUsage, readStartOptions);
endWithNpm(process.env);
let plan: SimulationPlan | undefined;
try {
  await start(options).catch(async (error: unknown) => {
    await stopOthers();
    await explainTakenPort(error, options, plan);
    throw error;
  });
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function start(options: StartOptions): Promise<void> {
  const settings = await readStartSettings(root, process.env);
  if (settings.isNew) console.log('Wrote local.settings.json from local.settings.sample.json.');

  plan = planSimulation(settings, options.simulatorPort);
  await requireStartPorts(options, plan);
  console.log(buildSummary(await build(root)));

  // Beside the simulator: either takes a second or two.
  startingJobs = startJobs(settings.values);
  if (plan !== undefined) {
    simulator = await startSimulatorProcess(plan);
    simulator.ended.addEventListener('abort', () => {
      if (!isStopping) console.error('The simulator has ended; calls will fail until this is started again.');
    });
    console.log(`Started the simulator at ${simulator.url}.`);
  }
  const identity = simulator && {
    IDENTITY_ENDPOINT: simulator.identity.endpoint,
    IDENTITY_HEADER: simulator.identity.header,
  };
  const jobs = await startingJobs;
  const env = { ...settings.values, ...plan?.overrides, ...identity, ...jobs.overrides };

  const func = options.host === 'embedded' ? undefined : findCoreTools(process.env);
  if (options.host === 'func' && func === undefined)
    throw new Error('"func" is not on the PATH. Leave --host out to use the embedded host.');
  const { gatewayText } = settings;
  const { settings: read } = readSettings({ ...process.env, ...settings.values });
  const deadlineNote = jobDeadlineNote(read?.jobs.deadlineMs ?? 0, () => readFileSync(join(root, 'host.json'), 'utf8'));
  const warnings = [...simulationGaps(settings, plan), ...(deadlineNote === undefined ? [] : [deadlineNote])];
  if (func === undefined) {
    const host = await startHost({
      appRoot: root,
      port: options.port,
      env: { ...env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --enable-source-maps` },
    });
    stopOnSignal((drainMs) => host.stop({ drainMs }));
    const url = `http://localhost:${options.port}`;
    console.log(
      startGreeting({
        url,
        hostName: 'embedded Functions host',
        routes: host.routes,
        gatewayText,
        simulator,
        jobs,
        warnings,
      }),
    );
    return;
  }
  const host = await startCoreTools(func, root, options.port, { ...process.env, ...env });
  stopOnSignal(() => host.stop());
  console.log(
    startGreeting({ url: host.url, hostName: `${func} start`, routes: [], gatewayText, simulator, jobs, warnings }),
  );
  process.exitCode = await host.ended;
  await stopOthers();
}

/**
 * Ends everything in order; a second Ctrl-C ends it at once. A request to stop leaves the answers under way longer than a
 * developer would wait, and changes nothing of a stop that has begun.
 */
function stopOnSignal(stop: (drainMs: number) => Promise<void>): void {
  const drainMs = { SIGINT: 1000, SIGTERM: 30_000 };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping && signal === 'SIGINT') process.exit(130);
      if (isStopping) return;
      isStopping = true;
      console.log('\nStopping.');
      void stop(drainMs[signal]).then(stopOthers, stopOthers);
    });
  }
}

async function stopOthers(): Promise<void> {
  isStopping = true;
  await Promise.all([simulator?.stop(), startingJobs?.then(({ emulator }) => emulator?.stop())]);
}
