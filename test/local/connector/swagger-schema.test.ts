import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { schemaNode } from '../../../local/connector/schema-node.ts';
import { swaggerSchema } from '../../../local/connector/swagger-schema.ts';
import { advanced, important, type View } from '../../../local/connector/view.ts';

const request = z.object({ model: z.string(), stop: z.array(z.string()).optional() }).describe('A request.');
const show = (schema: z.ZodType, view: View, isRequest = true) =>
  swaggerSchema([schemaNode(schema, 'input')], view, 'Body', isRequest);

describe('what a view shows of a schema', () => {
  it('is its members with titles, descriptions and who sees them', () => {
    const view = important('Body', undefined, { members: { model: advanced('Model', 'What to call.') } });
    expect(show(request, view)).toEqual({
      'x-ms-summary': 'Body',
      description: 'A request.',
      'x-ms-visibility': 'important',
      type: 'object',
      required: ['model'],
      properties: {
        model: {
          'x-ms-summary': 'Model',
          description: 'What to call.',
          'x-ms-visibility': 'advanced',
          type: 'string',
        },
      },
    });
  });

  it('throws for a member that the schema does not have', () => {
    const view = important('Body', 'A request.', { members: { modle: important('Model', 'What to call.') } });
    expect(() => show(request, view)).toThrow('Body: there is no member modle.');
  });

  it('throws where a request could not be made whole, and lets an answer leave out', () => {
    const view = important('Body', undefined, { members: { stop: important('Stop', 'Where it ends.') } });
    expect(() => show(request, view)).toThrow('Body: a workflow could not give model.');
    expect(show(request, view, false)).not.toHaveProperty('required');
  });

  it('throws for what nothing describes', () => {
    expect(() => show(z.string(), important('Text'))).toThrow('Body: nothing describes it.');
  });
});
