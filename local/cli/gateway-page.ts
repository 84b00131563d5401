import { gatewayJsonSchema } from './gateway-json-schema.ts';
import { markdownTable } from './markdown-table.ts';
import { schemaNodeSchema, type SchemaNode } from './schema-node.ts';

/** Where the page of the gateway file is published. */
export const gatewayPageFile: URL = new URL('../../docs/gateway-file.md', import.meta.url);

/** The page of the gateway file, Markdown: every member, made from its JSON Schema. `npm run docs` writes it. */
export function gatewayPage(): string {
  return [
    '# The gateway file',
    '',
    '<!-- Written by `npm run docs` from the schema that the gateway parses it with. -->',
    '',
    'Every member of the gateway file: `gateway.json`, or the setting `SLUICE_GATEWAY_JSON`. Editors complete it by',
    '`"$schema": "./shared/config/gateway.schema.json"`; `npm run sluice -- config validate` lists every mistake at once.',
    'Any text, number or flag may be `%NAME%`, which is replaced by that app setting.',
    '',
    ...sectionsOf('', schemaNodeSchema.parse(JSON.parse(gatewayJsonSchema()))),
  ].join('\n');
}

/** A section for each object that has members of its own, outer ones first. */
function sectionsOf(path: string, node: SchemaNode): string[] {
  const members = Object.entries(node.properties ?? {}).filter(([name]) => name !== '$schema');
  const own =
    members.length === 0
      ? []
      : [
          `## ${path === '' ? 'Top level' : `\`${path}\``}`,
          '',
          ...(path === '' || node.description === undefined ? [] : [node.description, '']),
          ...markdownTable([
            ['member', 'value', 'default', 'what'],
            ...members.map(([name, member]) => rowOf(name, member, node.required?.includes(name) === true)),
          ]),
          '',
        ];
  return [...own, ...members.flatMap(([name, member]) => insideOf(join(path, name), member))];
}

/** What an object, a map by name, a list or a choice holds in its turn. */
function insideOf(path: string, node: SchemaNode): string[] {
  const byName = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return [
    ...sectionsOf(path, node),
    ...(byName === undefined ? [] : insideOf(`${path}.NAME`, byName)),
    ...(node.items === undefined ? [] : insideOf(`${path}[]`, node.items)),
    ...insideOfAlternatives(path, alternativesOf(node)),
  ];
}

/** The forms that an object may take share one table: what each of them has, and what all of them require. */
function insideOfAlternatives(path: string, alternatives: readonly SchemaNode[]): string[] {
  const forms = alternatives.filter(({ properties }) => properties !== undefined);
  if (forms.length < 2) return alternatives.flatMap((alternative) => insideOf(path, alternative));
  const properties = Object.fromEntries(forms.flatMap((form) => Object.entries(form.properties ?? {})));
  const required = Object.keys(properties).filter((name) => forms.every((form) => form.required?.includes(name)));
  const choice = `One of: ${forms.map((form) => (form.required ?? []).map((name) => `\`${name}\``).join(' and ')).join('; ')}.`;
  return insideOf(path, { properties, required, description: choice });
}

function rowOf(name: string, node: SchemaNode, isRequired: boolean): string[] {
  const standard = node.default === undefined ? '' : `\`${String(node.default)}\``;
  return [
    `\`${name}\``,
    kindOf(node),
    isRequired ? 'required' : standard,
    (node.description ?? '').replaceAll('|', '\\|'),
  ];
}

function kindOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.items !== undefined) return `list of ${kindOf(node.items)}`;
  if (typeof node.additionalProperties === 'object') return 'object by name';
  const alternatives = alternativesOf(node);
  if (alternatives.length > 0) return [...new Set(alternatives.map(kindOf))].join(' or ');
  return { boolean: 'flag', integer: 'whole number', string: 'text' }[node.type ?? ''] ?? node.type ?? '';
}

/** A number or a flag may always be a placeholder; the page says so once, above. */
function alternativesOf(node: SchemaNode): SchemaNode[] {
  const [first, ...others] = node.anyOf ?? [];
  if (first === undefined) return [];
  const isScalar = first.type === 'number' || first.type === 'integer' || first.type === 'boolean';
  return isScalar ? [first] : [first, ...others];
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
