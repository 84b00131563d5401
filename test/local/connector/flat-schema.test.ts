import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { flatSchema } from '../../../local/connector/flat-schema.ts';
import { schemaNode } from '../../../local/connector/schema-node.ts';
import type { SwaggerType } from '../../../local/connector/view.ts';

const flat = (schema: z.ZodType, as?: SwaggerType) => flatSchema([schemaNode(schema, 'input')], as, 'at');

describe('a schema brought into one type', () => {
  it('keeps bounds, but not those of safe integers', () => {
    expect(flat(z.int().min(1))).toMatchObject({ type: 'integer', bounds: { minimum: 1 } });
    expect(flat(z.int().min(1)).bounds).not.toHaveProperty('maximum');
  });

  it('says that null is possible, and is otherwise what is left', () => {
    expect(flat(z.string().nullish())).toMatchObject({ type: 'string', isNullable: true });
    expect(flat(z.string())).toMatchObject({ isNullable: false });
  });

  it('joins the values of alternatives, unless one takes any', () => {
    expect(flat(z.union([z.literal('a'), z.enum(['b', 'a'])])).enum).toEqual(['a', 'b']);
    expect(flat(z.union([z.literal('a'), z.string()])).enum).toBeUndefined();
  });

  it('is a number where alternatives are numbers and integers', () => {
    expect(flat(z.union([z.int(), z.number()])).type).toBe('number');
  });

  it('asks for a choice where alternatives differ, and keeps to it', () => {
    const either = z.union([z.string(), z.array(z.string()).max(4)]);
    expect(() => flat(either)).toThrow('at: say which type it is shown as; it takes string, array.');
    expect(flat(either, 'array')).toMatchObject({
      type: 'array',
      bounds: { maxItems: 4 },
      items: [{ type: 'string' }],
    });
    expect(() => flat(z.unknown())).toThrow('it takes anything');
    expect(flat(z.unknown(), 'object').type).toBe('object');
  });

  it('has the members of every object, and needs those that all of them need', () => {
    const merged = flat(z.union([z.object({ a: z.string(), b: z.int() }), z.object({ a: z.string(), c: z.int() })]));
    expect([...merged.properties.keys()]).toEqual(['a', 'b', 'c']);
    expect(merged.required).toEqual(['a']);
  });
});
