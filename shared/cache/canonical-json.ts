/**
 * A parsed JSON value as one text, whatever order its members came in: equal texts mean equal values. It is the text of
 * `JSON.stringify` with the members of each object sorted by UTF-16 code unit, so a number stands as it would go up
 * (`1.0` is `1`), a lone surrogate as its escape, a member that is `undefined` not at all and one that is `null` as
 * `null`. Nothing else is made equal; in particular no Unicode form is.
 *
 * Under `parameters`, `schema` and `input_schema` members keep their order: a model fills a JSON schema in the order of
 * its properties, so two orders are two questions. `leftOut` names members that the outermost object is written without.
 */
export function canonicalJson(value: unknown, leftOut?: ReadonlySet<string>): string {
  return write(value, true, 0, leftOut);
}

function write(value: unknown, sorts: boolean, depth: number, leftOut?: ReadonlySet<string>): string {
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (!isRecord(value) || depth > deepest) {
    return JSON.stringify(value) ?? 'null';
  }
  if (Array.isArray(value)) {
    let list = '[';
    for (const item of value) {
      list += list.length > 1 ? `,${write(item, sorts, depth + 1)}` : write(item, sorts, depth + 1);
    }
    return `${list}]`;
  }
  const names = Object.keys(value);
  let object = '{';
  for (const name of sorts ? names.sort() : names) {
    const member = value[name];
    if (member !== undefined && leftOut?.has(name) !== true) {
      const text = write(member, sorts && !keepsOrder.has(name), depth + 1);
      object += object.length > 1 ? `,${JSON.stringify(name)}:${text}` : `${JSON.stringify(name)}:${text}`;
    }
  }
  return `${object}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const keepsOrder: ReadonlySet<string> = new Set(['parameters', 'schema', 'input_schema']);

// Deeper values are left in the order they came: the engine's own writer needs less stack, and the cost is a miss.
const deepest = 500;
