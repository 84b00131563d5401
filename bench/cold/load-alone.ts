/**
 * Loads the app in the folder of its one argument into a process that is warm already, as Azure does when it gives a
 * waiting worker to an app, and tells its parent how long that took. Serving begins with the first request.
 */
import 'node:http';
import { createAppRegistry } from '../../local/host/core-api.ts';
import { loadApp } from '../../local/host/load-app.ts';

const app = createAppRegistry(() => {});
const startedMs = performance.now();
const before = process.cpuUsage();
await loadApp(process.argv[2] ?? '.', app.api);
const used = process.cpuUsage(before);
process.send?.({ loadMs: performance.now() - startedMs, cpuMs: (used.user + used.system) / 1000 }, () =>
  process.exit(0),
);
