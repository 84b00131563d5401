/** `npm run test:live`: the packaged app against a real Azure OpenAI resource. Costs a few tokens; see `liveSettings`. */
import { parseArgs } from 'node:util';
import { commandLine } from '../../local/command-line.ts';
import { endWithNpm } from '../../local/end-with-npm.ts';
import { runLive } from './run-live.ts';

const usage = `npm run test:live

  Runs the packaged app against the Azure OpenAI resource that SLUICE_LIVE_* settings name. Costs a few tokens.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
endWithNpm(process.env);
const interruption = new AbortController();
// The second time it ends at once, and leaves what it has made.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
try {
  const { failed } = await runLive(process.env, (line) => process.stdout.write(`${line}\n`), interruption.signal);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
