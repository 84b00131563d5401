import { parseArgs } from 'node:util';

/** How the simulator is called. */
export const simulatorUsage = `npm run simulator -- [options]

  --port N              where Azure OpenAI is simulated (default 7072); 0 takes any free port, here and below
  --vault-port N        Key Vault (default: the port after that)
  --identity-port N     the identity endpoint (default: the second after it)
  --oidc-port N         Entra ID (default: the third after it)
  --identity-header H   what callers of the identity endpoint must send (default sluice-simulator)
  --token-delay-ms N    how long a model takes for each token (default 5)
  --help`;

/** What the simulator was asked for. */
export type SimulatorCommand = {
  readonly ports: {
    readonly main: number;
    readonly vault: number;
    readonly identity: number;
    readonly oidc: number;
    /** The same, with what each is for and the option that names another. */
    readonly all: readonly { readonly option: string; readonly port: number; readonly what: string }[];
  };
  readonly identityHeader: string;
  readonly tokenDelayMs: number;
};

/** Reads the command line. Throws with one line that says what is wrong. */
export function readSimulatorOptions(args: readonly string[]): SimulatorCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '7072' },
      'vault-port': { type: 'string' },
      'identity-port': { type: 'string' },
      'oidc-port': { type: 'string' },
      'identity-header': { type: 'string', default: 'sluice-simulator' },
      'token-delay-ms': { type: 'string', default: '5' },
    },
  });
  const main = numberOf('--port', values.port);
  const after = (option: string, text: string | undefined, distance: number): number => {
    if (text !== undefined) return numberOf(option, text);
    return main === 0 ? 0 : main + distance;
  };
  const vault = after('--vault-port', values['vault-port'], 1);
  const identity = after('--identity-port', values['identity-port'], 2);
  const oidc = after('--oidc-port', values['oidc-port'], 3);
  const all = [
    { option: '--port', port: main, what: 'Azure OpenAI' },
    { option: '--vault-port', port: vault, what: 'the vault' },
    { option: '--identity-port', port: identity, what: 'the identity endpoint' },
    { option: '--oidc-port', port: oidc, what: 'Entra ID' },
  ];
  return {
    ports: { main, vault, identity, oidc, all },
    identityHeader: values['identity-header'],
    tokenDelayMs: numberOf('--token-delay-ms', values['token-delay-ms']),
  };
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`${option} must be a number, not ${JSON.stringify(text)}.`);
}
