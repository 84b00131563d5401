/**
 * What `read` takes from the arguments of this process. `--help` prints `usage` and ends the process with exit code 0; a
 * line that `read` throws at is answered with why, the usage, and exit code 2.
 */
export function commandLine<Read>(usage: string, read: (args: string[]) => Read): Read {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return read(args);
  } catch (error) {
    console.error(`${firstSentence(error instanceof Error ? error.message : String(error))}\n\n${usage}`);
    process.exit(2);
  }
}

/** What Node's parser says of an option nobody knows, without how a word that begins with a hyphen could be given. */
export function firstSentence(message: string): string {
  return message.replace(/(Unknown option '[^']*')[\s\S]*/, '$1.');
}
