/** One thing wrong with the settings or the gateway file. */
export type Mistake = {
  /** An app setting's name, or a member of the gateway file such as `models.gpt-4o.deployments[0].weight`. */
  readonly path: string;
  /** What was expected, as a phrase: `expected a number of at least 0`. */
  readonly message: string;
  /** The value found, as JSON, shortened. Absent where it could be a secret. */
  readonly seen?: string | undefined;
};

/** The configuration cannot be used. Holds every mistake at once; its message is all of them, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(formatMistake).join('\n'));
    this.mistakes = mistakes;
  }
}

/**
 * The mistakes for a person: one line each, then a line that counts them. `file` is what the gateway file is called;
 * without it no place is named.
 */
export function formatConfigError(error: ConfigError, file?: string): string {
  const count = error.mistakes.length;
  const inSettings = error.mistakes.filter(({ path }) => settingName.test(path)).length;
  const places = [...(inSettings < count ? [file] : []), ...(inSettings > 0 ? ['the app settings'] : [])];
  const where = file === undefined ? 'the configuration' : places.join(' and ');
  return `${error.message}\n${count} ${count === 1 ? 'mistake' : 'mistakes'} in ${where}`;
}

const settingName = /^[A-Z][A-Z0-9_]+$/;

function formatMistake({ path, message, seen }: Mistake): string {
  return `${path}: ${message}${seen === undefined ? '' : `, saw ${seen}`}`;
}
