import { createGatewayKey } from '../../shared/config/gateway-key.ts';

/** What making the first key needs of the machine. */
export type FirstKeyMachine = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person reads what is written. */
  readonly isTerminal: boolean;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Keeps a value in the azd environment; throws when it cannot. */
  readonly set: (name: string, value: string) => void;
};

/** What is written, and how it went. */
export type Said = { readonly text: string; readonly exitCode: number };

/**
 * Makes the gateway key of the first caller, once: its id and hash go into the azd environment, from which they become
 * parameters of the template; the key itself is written to the terminal and nowhere else. Where nobody reads, in a
 * pipeline, it makes none, because its log would keep it.
 */
export function firstKey({ env, isTerminal, randomBytes, set }: FirstKeyMachine): Said {
  const caller = env['SLUICE_CALLER_NAME'] ?? 'operator';
  if ((env[idVariable] ?? '') !== '' && (env[hashVariable] ?? '') !== '') return { text: '', exitCode: 0 };
  if (!isTerminal) return { text: howToBring(caller), exitCode: 1 };
  const { key, id, sha256 } = createGatewayKey(randomBytes);
  // Kept before it is shown: a key that is on the screen is one that will open the gateway.
  try {
    set(idVariable, id);
    set(hashVariable, sha256);
  } catch (error) {
    return { text: whyNotKept(error, caller), exitCode: 1 };
  }
  return {
    text: `Gateway key of ${caller}. It is shown this once; keep it where secrets are kept:\n\n  ${key}\n\n`,
    exitCode: 0,
  };
}

const idVariable = 'SLUICE_CALLER_KEY_ID';
const hashVariable = 'SLUICE_CALLER_KEY_SHA256';

function whyNotKept(error: unknown, caller: string): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const why = isMissing
    ? 'azd is not on the PATH, and this keeps the key in its environment'
    : 'azd keeps no value: it has no environment here (azd env new NAME makes one)';
  return `No key was made: ${why}.\nFor a gateway file of your own: npm run -s sluice -- keys new ${caller}\n`;
}

function howToBring(caller: string): string {
  return (
    'No gateway key: where nobody reads, none is made, because the log would keep it. Make one at a terminal, and hand\n' +
    `over what it prints as id and sha256:\n\n  npm run -s sluice -- keys new ${caller}\n` +
    `  azd env set ${idVariable} …\n  azd env set ${hashVariable} …\n`
  );
}
