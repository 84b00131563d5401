/**
 * Runs the Functions app in the folder of its one argument under the embedded host, a process of its own: so the host's
 * costs are neither the app's nor the load's. It tells its parent where it listens and which process runs the app.
 */
import { startHost } from '../local/host/start-host.ts';

const host = await startHost({ appRoot: process.argv[2] ?? '.', quiet: true });
process.on('disconnect', () => {
  void host.stop().finally(() => process.exit(0));
});
process.send?.({ url: host.url, workerPid: await host.workerPid() });
