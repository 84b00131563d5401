import { developmentKey } from './development-key.ts';
import type { SimulatorProcess } from './simulator-process.ts';
import type { LocalJobs } from './start-jobs.ts';

/** What `npm start` says when everything runs: where, how to try it, and what is not real. */
export function startGreeting(running: {
  readonly url: string;
  readonly hostName: string;
  readonly routes: readonly unknown[];
  readonly gatewayText: string | undefined;
  readonly simulator: SimulatorProcess | undefined;
  readonly jobs: Pick<LocalJobs, 'note'>;
  /** What calls would fail on, a line each. */
  readonly warnings: readonly string[];
}): string {
  const { url, simulator } = running;
  const isDeveloperKnown = running.gatewayText?.includes(developmentKey.split('_')[1] ?? developmentKey) === true;
  const key = simulator !== undefined && isDeveloperKnown ? developmentKey : '$SLUICE_KEY';
  const chat = {
    model: firstModel(running.gatewayText),
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  };
  const curl = (options: string, body: object) =>
    [
      `curl ${options}${url}/v1/chat/completions`,
      `-H "Authorization: Bearer ${key}"`,
      `-H "Content-Type: application/json"`,
      `-d '${JSON.stringify(body)}'`,
    ].join(' \\\n    ');

  const keyNote = key === developmentKey ? developmentKeyNote : ownKeyNote;
  return `
Sluice listens at ${url}  (${running.hostName})

  API reference     ${url}/docs${counted(running.routes.length)}
  OpenAI clients    ${url}/v1
  Azure clients     ${url}

Try it:

  ${curl('', chat)}

The same as a stream:

  ${curl('-N ', { ...chat, stream: true })}

${keyNote}
${simulator === undefined ? withRealEndpoints : simulated(simulator)}${warned(running.warnings)}
Jobs (Prefer: respond-async) are ${isOff(running.jobs) ? '' : 'kept '}${running.jobs.note}.

Ctrl-C stops everything.
`;
}

function warned(warnings: readonly string[]): string {
  return warnings.length === 0 ? '' : `\n${warnings.map((warning) => `! ${warning}\n`).join('')}`;
}

function isOff({ note }: Pick<LocalJobs, 'note'>): boolean {
  return note.startsWith('off');
}

/** Not where Core Tools is the host, which lists them itself. */
function counted(routes: number): string {
  return routes === 0 ? '' : `   (its ${routes} routes, to read and to try)`;
}

const developmentKeyNote = `The key is for development: it opens only a gateway whose file has it, which works against the simulator.
`;

const ownKeyNote = `SLUICE_KEY is a gateway key of your gateway file; "npm run sluice -- keys new NAME" makes one.
`;

const withRealEndpoints = `Nothing is simulated: calls go to the endpoints in your settings.
`;

function simulated({ url, vaultUrl, identity }: SimulatorProcess): string {
  const vault = vaultUrl === undefined ? '' : `  Key Vault         ${vaultUrl}\n`;
  return `Simulated, so that nothing leaves this machine and nothing costs money:

  Azure OpenAI      ${url}/{resource}
${vault}  Managed identity  ${identity.endpoint}
`;
}

/** The first alias of the gateway file, which need not be well formed: the app says what is wrong with it. */
function firstModel(gatewayText: string | undefined): string {
  try {
    const file: unknown = JSON.parse(gatewayText ?? '');
    if (
      typeof file === 'object' &&
      file !== null &&
      'models' in file &&
      typeof file.models === 'object' &&
      file.models !== null
    ) {
      return Object.keys(file.models)[0] ?? 'MODEL';
    }
  } catch {
    // Falls to the placeholder below.
  }
  return 'MODEL';
}
