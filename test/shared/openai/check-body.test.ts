import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { GatewayError } from '../../../shared/errors.ts';
import { checkBody } from '../../../shared/openai/check-body.ts';

const schema = z.looseObject({
  text: z.string().min(2),
  list: z.array(z.int().max(9)).min(1).max(2).optional(),
  choice: z
    .union([z.string(), z.array(z.looseObject({ name: z.string() }))], { error: 'a string or a list' })
    .optional(),
  kind: z.enum(['a', 'b'], { error: "'a' or 'b'" }).optional(),
  switch: z.boolean().optional(),
  closed: z.strictObject({}).optional(),
});

describe('checkBody', () => {
  it('passes a sound body', () => {
    expect(() => checkBody(schema, { text: 'ok', list: [1], other: {} })).not.toThrow();
  });

  it.each([
    [{}, 'text', "Missing required parameter: 'text'."],
    [{ text: 5 }, 'text', "Invalid type for 'text': expected a string, but got a number instead."],
    [{ text: null }, 'text', "Invalid type for 'text': expected a string, but got null instead."],
    [{ text: 'x' }, 'text', "Invalid 'text': expected at least 2 characters."],
    [{ text: 'ok', list: [] }, 'list', "Invalid 'list': expected at least 1 element."],
    [{ text: 'ok', list: [1, 2, 3] }, 'list', "Invalid 'list': expected at most 2 elements."],
    [{ text: 'ok', list: {} }, 'list', "Invalid type for 'list': expected an array, but got an object instead."],
    [{ text: 'ok', list: [1, 10] }, 'list[1]', "Invalid 'list[1]': expected a number of at most 9."],
    [
      { text: 'ok', list: [1.5] },
      'list[0]',
      "Invalid type for 'list[0]': expected an integer, but got a number instead.",
    ],
    [
      { text: 'ok', choice: 5 },
      'choice',
      "Invalid value for 'choice': expected a string or a list, but got a number instead.",
    ],
    [{ text: 'ok', choice: [{ name: 'a' }, {}] }, 'choice[1].name', "Missing required parameter: 'choice[1].name'."],
    [
      { text: 'ok', kind: '' },
      'kind',
      "Invalid value for 'kind': expected 'a' or 'b', but got an empty string instead.",
    ],
    [{ text: 'ok', kind: 'c-d' }, 'kind', "Invalid value for 'kind': expected 'a' or 'b', but got 'c-d' instead."],
    [
      { text: 'ok', kind: 'Why is the sky blue?' },
      'kind',
      "Invalid value for 'kind': expected 'a' or 'b', but got a string instead.",
    ],
    [
      { text: 'ok', kind: 'sk-4711-0815' },
      'kind',
      "Invalid value for 'kind': expected 'a' or 'b', but got a string instead.",
    ],
    [{ text: 'ok', closed: { x: 1 } }, 'closed.x', "Unknown parameter: 'closed.x'."],
    [{ text: 'ok', closed: { ['y'.repeat(99)]: 1 } }, `closed.${'y'.repeat(64)}`, expect.stringContaining('Unknown')],
    [
      { text: 'ok', switch: [] },
      'switch',
      "Invalid type for 'switch': expected a boolean, but got an empty array instead.",
    ],
  ])('names the member at fault in %j', (body, param, message) => {
    expect(() => checkBody(schema, body)).toThrow(
      expect.objectContaining({ code: 'invalid_request', status: 400, param, message }),
    );
  });

  it.each([
    [null, 'null'],
    [[1], 'an array'],
    ['text', 'a string'],
    [5, 'a number'],
    [undefined, 'absent'],
  ])('refuses a body that is %j', (body, kind) => {
    expect(() => checkBody(schema, body)).toThrow(
      expect.objectContaining({
        param: undefined,
        message: `The request body must be a JSON object, but it is ${kind}.`,
      }),
    );
  });

  it.each([[{}], [{ text: 'ok', a: 1, b: 2 }], [{ text: 'x', list: [] }], [{ text: 'ok', list: ['1'] }], ['text']])(
    'says of %j the first time, when its schema has no compiled parser yet, what it says ever after',
    (body) => {
      const fresh = z.strictObject({ text: z.string().min(2), list: z.array(z.int()).min(1).optional() });
      const said = () => {
        try {
          checkBody(fresh, body);
        } catch (error) {
          return error instanceof GatewayError ? [error.message, error.param] : error;
        }
        return 'nothing';
      };
      const first = said();
      expect(first).not.toBe('nothing');
      expect([said(), said()]).toEqual([first, first]);
    },
  );
});
