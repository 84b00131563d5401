/** What an expression of a workflow may ask for, by the name of the function: `body('Ask')` calls `body`. */
export type WorkflowFunctions = Readonly<Record<string, (argument: string) => unknown>>;

/**
 * A value of a workflow's definition with its expressions worked out, in the part of the language that the workflows of
 * this repository use: one function with at most one text, then members and places, `@{…}` within texts.
 */
export function evaluate(value: unknown, functions: WorkflowFunctions): unknown {
  if (typeof value === 'string') {
    return value.startsWith('@') && !value.startsWith('@{')
      ? evaluateExpression(value.slice(1), functions)
      : value.replace(/@\{([^}]*)\}/g, (_whole, expression: string) =>
          textOf(evaluateExpression(expression, functions)),
        );
  }
  if (Array.isArray(value)) return value.map((entry) => evaluate(entry, functions));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, evaluate(member, functions)]));
}

/** Every call of a function in the expressions of a value: its name, its text and the members it is asked for. */
export function expressionsIn(value: unknown): { name: string; argument: string; path: (string | number)[] }[] {
  if (typeof value === 'string') {
    const texts = value.startsWith('@') && !value.startsWith('@{') ? [value.slice(1)] : [];
    const inner = [...value.matchAll(/@\{([^}]*)\}/g)].map(([, expression = '']) => expression);
    return [...texts, ...inner].map(parse);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

function evaluateExpression(expression: string, functions: WorkflowFunctions): unknown {
  const { name, argument, path } = parse(expression);
  const found = functions[name];
  if (found === undefined) throw new Error(`The expression ${expression} calls what is not known.`);
  return path.reduce<unknown>((from, member) => Object(from)[member] ?? null, found(argument));
}

function parse(expression: string) {
  const [, name, argument = '', rest] = /^(\w+)\((?:'([^']*)')?\)((?:\??\[(?:'[^']*'|\d+)\])*)$/.exec(expression) ?? [];
  if (name === undefined || rest === undefined) throw new Error(`The expression ${expression} cannot be read.`);
  const path = [...rest.matchAll(/\[(?:'([^']*)'|(\d+))\]/g)].map(([, member, place]) => member ?? Number(place));
  return { name, argument, path };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
