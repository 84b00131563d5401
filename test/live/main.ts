/** `npm run test:live`: the packaged app against a real Azure OpenAI resource. Costs a few tokens; see `liveSettings`. */
import { runLive } from './run-live.ts';

const { failed } = await runLive(process.env, (line) => process.stdout.write(`${line}\n`));
process.exitCode = failed === 0 ? 0 : 1;
