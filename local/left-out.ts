/**
 * A module in place of `source` that has its names and none of its code: whoever uses one is told so. A name can be
 * asked about (`instanceof`), for that is how a client finds out that it was given none of a kind.
 */
export function leftOut(source: string): string {
  return namesOf(source)
    .map((name) => `export function ${name}() { throw new Error('${name} is left out of the build.'); }`)
    .join('\n');
}

/** Empty classes under the names that a module exports; modules that only pass names on stay as they are. */
export function emptyClasses(source: string): string {
  const names = namesOf(source);
  return names.length === 0 ? source : names.map((name) => `export class ${name} {}`).join('\n');
}

function namesOf(source: string): string[] {
  return [...source.matchAll(/^export (?:async )?(?:class|const|function)\*? (\w+)/gm)].map((found) => found[1] ?? '');
}
