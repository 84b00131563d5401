/** `npm run test:live`: the packaged app against a real Azure OpenAI resource. Costs a few tokens; see `liveSettings`. */
import { parseArgs } from 'node:util';
import { commandLine } from '../../local/command-line.ts';
import { runLive } from './run-live.ts';

const usage = `npm run test:live

  Runs the packaged app against the Azure OpenAI resource that SLUICE_LIVE_* settings name. Costs a few tokens.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
const { failed } = await runLive(process.env, (line) => process.stdout.write(`${line}\n`));
process.exitCode = failed === 0 ? 0 : 1;
