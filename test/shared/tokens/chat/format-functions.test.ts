import { describe, expect, it } from 'vitest';

import { formatFunctions } from '../../../../shared/tokens/chat/format-functions.ts';

describe('formatFunctions', () => {
  it('writes functions as TypeScript types in a namespace', () => {
    const find = {
      name: 'find',
      description: 'Finds things',
      parameters: {
        type: 'object',
        properties: {
          what: { type: 'string', description: 'What to find' },
          kind: { type: 'string', enum: ['big', 'small'] },
          limit: { type: 'integer' },
          exact: { type: 'boolean' },
          tags: { type: 'array', items: { type: 'string' } },
          where: {
            type: 'object',
            properties: { city: { type: 'string', description: 'left out' } },
            required: ['city'],
          },
          either: { anyOf: [{ type: 'string' }] },
          anything: {},
          nothing: { type: 'null' },
          odd: 7,
        },
        required: ['what'],
      },
    };
    expect(formatFunctions([find, { name: 'now' }])).toBe(
      [
        'namespace functions {',
        '',
        '// Finds things',
        'type find = (_: {',
        '// What to find',
        'what: string,',
        'kind?: "big" | "small",',
        'limit?: number,',
        'exact?: boolean,',
        'tags?: string[],',
        'where?: {',
        '  city: string,',
        '},',
        'either?: {"anyOf":[{"type":"string"}]},',
        'anything?: any,',
        'nothing?: null,',
        'odd?: any,',
        '}) => any;',
        '',
        'type now = () => any;',
        '',
        '} // namespace functions',
      ].join('\n'),
    );
  });

  it('ends for a schema nested without measure', () => {
    let schema: object = { type: 'string' };
    for (let depth = 0; depth < 5000; depth += 1) {
      schema = depth % 2 === 0 ? { type: 'array', items: schema } : { type: 'object', properties: { a: schema } };
    }
    expect(formatFunctions([{ name: 'deep', parameters: { type: 'object', properties: { a: schema } } }])).toContain(
      'deep',
    );
  });
});
