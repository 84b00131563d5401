import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { jsonSchemas } from '../../../../shared/http/api/json-schemas.ts';

describe('jsonSchemas', () => {
  const point = z.object({ x: z.int(), y: z.int().min(0).optional() });
  const line = z.looseObject({ from: point, to: point.describe('Where it ends.') });
  const either = z.union([point, line]);
  const { components, of } = jsonSchemas({ Point: point, Line: line }, new Set([point, either]));

  it('refers to what has a name wherever it occurs', () => {
    expect(components['Line']).toMatchObject({
      properties: {
        from: { $ref: '#/components/schemas/Point' },
        to: { $ref: '#/components/schemas/Point', description: 'Where it ends.' },
      },
    });
    expect(of(point)).toEqual({ $ref: '#/components/schemas/Point' });
  });

  it('puts what has none where it is used', () => {
    expect(of(either)).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Point' }, { $ref: '#/components/schemas/Line' }],
    });
  });

  it('says of an object whether others may be in it', () => {
    expect(components['Line']).toHaveProperty('additionalProperties', true);
    expect(components['Point']).not.toHaveProperty('additionalProperties');
    const strict = z.strictObject({});
    expect(jsonSchemas({}, new Set([strict])).of(strict)).toHaveProperty('additionalProperties', false);
  });

  it('leaves out what only a machine reads: bounds of doubles, patterns of dates', () => {
    expect(components['Point']).toMatchObject({
      properties: { x: { type: 'integer' }, y: { type: 'integer', minimum: 0 } },
    });
    expect(JSON.stringify(components)).not.toContain('9007199254740991');
    const date = z.iso.date();
    expect(jsonSchemas({}, new Set([date])).of(date)).toEqual({ type: 'string', format: 'date' });
  });

  it('goes by what a check in code says of itself', () => {
    const checked = z.custom<string>(() => true).meta({ type: 'string', minLength: 1 });
    expect(jsonSchemas({}, new Set([checked])).of(checked)).toEqual({ type: 'string', minLength: 1 });
  });

  it('throws for what no document can say', () => {
    expect(() => jsonSchemas({}, new Set([z.bigint()]))).toThrow();
  });

  it('knows nothing of what it was not given', () => {
    expect(of(z.string())).toEqual({});
  });
});
