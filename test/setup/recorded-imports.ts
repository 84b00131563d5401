/** Preloaded into a process (`--import`): writes to `SLUICE_TEST_IMPORTS` each file that it loads, one address a line. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['SLUICE_TEST_IMPORTS'] ?? '';
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
