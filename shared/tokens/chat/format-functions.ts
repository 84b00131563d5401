import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';

/**
 * Function definitions as the models read them: a TypeScript namespace of function types, each parameter a line, its
 * description a comment above. Not published by OpenAI, but found out and measured by many; the tool of the OpenAI
 * cookbook comes to the cookbook's own numbers.
 */
export function formatFunctions(functions: readonly unknown[]): string {
  const blocks = functions.filter(isJsonObject).map(formatFunction);
  return ['namespace functions {', '', ...blocks.flatMap((block) => [block, '']), '} // namespace functions'].join(
    '\n',
  );
}

function formatFunction(definition: JsonObject): string {
  const { description, name, parameters } = definition;
  const properties = formatProperties(parameters, 0);
  const type =
    properties === '' ? `type ${String(name)} = () => any;` : `type ${String(name)} = (_: {\n${properties}\n}) => any;`;
  return typeof description === 'string' && description !== '' ? `// ${description}\n${type}` : type;
}

function formatProperties(schema: unknown, indent: number): string {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties']) || indent > deepestIndent) return '';
  const required = Array.isArray(schema['required']) ? new Set<unknown>(schema['required']) : new Set();
  return Object.entries(schema['properties'])
    .flatMap(([name, property]) => {
      const line = `${name}${required.has(name) ? '' : '?'}: ${formatType(property, indent)},`;
      const description = isJsonObject(property) && indent < 2 ? property['description'] : undefined;
      return typeof description === 'string' && description !== '' ? [`// ${description}`, line] : [line];
    })
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');
}

// A schema nested deeper than any use would exhaust the stack.
const deepestIndent = 64;

function formatType(property: unknown, indent: number): string {
  if (!isJsonObject(property)) return 'any';
  if (Array.isArray(property['enum'])) return property['enum'].map((value) => JSON.stringify(value)).join(' | ');
  switch (property['type']) {
    case 'string':
    case 'boolean':
    case 'null':
      return property['type'];
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return indent > deepestIndent ? 'any[]' : `${formatType(property['items'], indent + 1)}[]`;
    case 'object':
      return `{\n${formatProperties(property, indent + 2)}\n${' '.repeat(indent)}}`;
    default:
      // Unions, references and the like have no known form; their JSON stands for it.
      return property['type'] === undefined && Object.keys(property).length === 0 ? 'any' : JSON.stringify(property);
  }
}
