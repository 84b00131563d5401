/**
 * A module that exports all that `source` declares as exports, each of which throws when it is called or constructed.
 * What the module only passes on from others is not among them.
 */
export function leftOutModule(source: string, packageName: string): string {
  const names = declaredExports(source);
  if (names.length === 0) throw new Error(`A module of ${packageName} that the build leaves out exports nothing now.`);
  return names.map((name) => leftOutExport(name, packageName)).join('\n');
}

/** One export that throws when it is called or constructed. */
export function leftOutExport(name: string, packageName: string): string {
  const message = `${name} of ${packageName} is left out of the build.`;
  return `export function ${name}() { throw new Error(${JSON.stringify(message)}); }`;
}

/** The names that a module declares as its exports. */
export function declaredExports(source: string): string[] {
  const declarations = source.matchAll(/^export (?:async )?(?:class|const|function\*?) (\w+)/gm);
  return [...declarations].map((found) => found[1] ?? '');
}

/** `source` with every match of `pattern` replaced. Throws with a sentence when there are fewer than `atLeast`. */
export function replaced(
  source: string,
  { pattern, by, what, atLeast = 1 }: { pattern: RegExp; by: string; what: string; atLeast?: number },
): string {
  const found = [...source.matchAll(pattern)].length;
  if (found < atLeast) throw new Error(`${what} is written in another way now: the build would not be what it says.`);
  return source.replaceAll(pattern, by);
}
