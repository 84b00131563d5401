import type { Environment } from '../../shared/config/environment.ts';

/** What a command of the CLI may touch. Paths are as the person gave them. */
export type Terminal = {
  readonly env: Environment;
  /** App settings of local.settings.json, which count where the environment has none. */
  readonly readSettings: () => Environment;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly readFile: (path: string) => string;
  readonly writeFile: (path: string, text: string) => void;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly fetch: typeof fetch;
  /** Milliseconds that only ever go up. */
  readonly now: () => number;
};

/** A command: does what it says, prints it, and answers the process's exit code. */
export type Command = (terminal: Terminal, options: CommandOptions) => number | Promise<number>;

/** What a command line said beside the command's name. */
export type CommandOptions = {
  /** The word after the command, such as a model or a caller. */
  readonly name: string;
  /** `--file`: the gateway file to use instead of the configured one. */
  readonly file: string | undefined;
  /** `--write`: put the new key into the gateway file. */
  readonly write: boolean;
  /** `--call`: check by a real call, which costs a token. */
  readonly call: boolean;
};
