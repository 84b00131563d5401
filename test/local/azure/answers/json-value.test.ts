import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { jsonValueFor } from '../../../../local/azure/answers/json-value.ts';
import { randomFrom } from '../../../../local/azure/answers/seed.ts';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

const person = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 3, maxLength: 5 },
    friends: { type: 'array', items: { $ref: '#/$defs/person' } },
  },
  required: ['name', 'friends'],
  additionalProperties: false,
};

it.each<[string, object]>([
  [
    'an object of plain members',
    {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'boolean' }, d: { type: 'null' } },
      required: ['a', 'b', 'c', 'd'],
    },
  ],
  [
    'choices and constants',
    { type: 'object', properties: { unit: { enum: ['c', 'f'] }, v: { const: 3 } }, required: ['unit', 'v'] },
  ],
  ['bounds of numbers', { type: 'array', minItems: 4, items: { type: 'number', exclusiveMinimum: 0, maximum: 1 } }],
  ['integers between bounds', { type: 'array', items: { type: 'integer', minimum: 7, maximum: 8 }, minItems: 3 }],
  ['steps', { type: 'number', multipleOf: 0.25, minimum: 1.1, maximum: 2 }],
  ['steps above a bound', { type: 'integer', multipleOf: 5, exclusiveMinimum: 5, exclusiveMaximum: 15 }],
  ['a list without twins', { type: 'array', uniqueItems: true, minItems: 3, items: { enum: [1, 2, 3] } }],
  ['a short list', { type: 'array', maxItems: 1, items: { type: 'string' } }],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false, minItems: 2 }],
  ['something that may be null', { type: ['string', 'null'], maxLength: 3 }],
  [
    'one of several',
    {
      anyOf: [
        { type: 'object', properties: { kind: { const: 'a' } }, required: ['kind'] },
        { type: 'string', format: 'uuid' },
      ],
    },
  ],
  [
    'all of several',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
    },
  ],
  ['a schema that refers to itself', { $ref: '#/$defs/person', $defs: { person } }],
  [
    'a chain that may end',
    {
      $defs: {
        node: {
          type: 'object',
          properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
          required: ['next'],
        },
      },
      $ref: '#/$defs/node',
    },
  ],
  ['more members than are named', { type: 'object', minProperties: 2, additionalProperties: { type: 'integer' } }],
  ['anything', {}],
  ['a pattern', { type: 'string', pattern: '^(\\+?\\d{2}|[A-F]{3})-[a-z_]+\\.(com|org)$' }],
  ['a pattern of repeated groups', { type: 'string', pattern: '^([0-9a-f]{2}:){5}[0-9a-f]{2}$' }],
  ['a pattern with a negated class', { type: 'string', pattern: '^[^\\s@]+@[^\\s@]{2,}\\w?$' }],
  ...['date-time', 'date', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'].map(
    (format): [string, object] => [`the format ${format}`, { type: 'string', format }],
  ),
])('makes %s', (_name, schema) => {
  const validate = ajv.compile(schema);
  for (let seed = 0; seed < 50; seed += 1) {
    const value = jsonValueFor(schema, ['weather', 'paris'], randomFrom(String(seed)));
    expect(validate(value), `${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

it('makes the same of the same seed', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } };
  const [one, two] = ['seed', 'seed'].map((seed) => jsonValueFor(schema, ['x', 'y'], randomFrom(seed)));
  expect(one).toEqual(two);
});
