import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked for. */
export type StartOptions = {
  readonly port: number;
  /** Where the simulator shall listen instead of where the settings say; the simulated vault takes the next port. */
  readonly simulatorPort: number | undefined;
  readonly host: 'auto' | 'func' | 'embedded';
};

export const startUsage = `npm start -- [options]

  --port N             where Sluice listens (default 7071)
  --simulator-port N   where the simulator listens (default: as SLUICE_SIMULATOR_URL says);
                       the simulated vault takes the next port
  --host HOST          func: Azure Functions Core Tools; embedded: the host that comes with this
                       repository; auto (default): func if it is on the PATH
  --help
`;

/** Reads the command line. Throws with one line that says what is wrong. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '7071' },
      'simulator-port': { type: 'string' },
      host: { type: 'string', default: 'auto' },
    },
  });
  const { host, port, 'simulator-port': simulatorPort } = values;
  if (host !== 'auto' && host !== 'func' && host !== 'embedded') {
    throw new Error(`--host must be auto, func or embedded, not ${JSON.stringify(host)}.`);
  }
  return {
    host,
    port: portOf('--port', port),
    simulatorPort: simulatorPort === undefined ? undefined : portOf('--simulator-port', simulatorPort),
  };
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_535) return port;
  throw new Error(`${option} must be a port number, not ${JSON.stringify(text)}.`);
}
