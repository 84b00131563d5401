/** One rule of a JSON Schema, draft 7, whose `definitions` others refer to. */
export type Rule = Readonly<Record<string, unknown>>;

/** An object of these members and no others. */
export function closedTo(properties: Rule, required: readonly string[]): Rule {
  return { type: 'object', required, properties, additionalProperties: false };
}

/** The rule of that name. */
export function ref(name: string): Rule {
  return { $ref: `#/definitions/${name}` };
}

/** An object whose members all follow one rule. */
export function mapOf(rule: Rule): Rule {
  return { type: 'object', additionalProperties: rule };
}

/** Any text. */
export function text(): Rule {
  return { type: 'string' };
}

/** An address. */
export function uri(): Rule {
  return { type: 'string', format: 'uri' };
}

/** Several texts. */
export function texts(): Rule {
  return { type: 'array', items: text() };
}
