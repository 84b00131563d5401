/** Where a member stands in a JSON document: member names and list positions, from the root. */
export type MemberPath = readonly PropertyKey[];

/** The path as a person writes it: `models.gpt-4o.deployments[0].weight`; names with dots or spaces are quoted. */
export function formatPath(path: MemberPath): string {
  if (path.length === 0) return 'the gateway file';
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = String(step);
    if (!plainName.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** The value at a path of a parsed document; `undefined` where there is none. */
export function valueAt(tree: unknown, path: MemberPath): unknown {
  return path.reduce<unknown>((value, step) => memberOf(value, step), tree);
}

/** One member of an object, or one entry of a list; `undefined` when the value has no such thing of its own. */
export function memberOf(value: unknown, step: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return Reflect.get(value, step);
}

/** The named members of an object, in the document's order; nothing for any other value. */
export function membersOf(value: unknown): [name: string, value: unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The entries of a list; nothing for any other value. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const plainName = /^[A-Za-z_$][\w$-]*$/;
