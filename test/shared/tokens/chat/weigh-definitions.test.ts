import { describe, expect, it } from 'vitest';

import { weighDefinitions, type Definitions } from '../../../../shared/tokens/chat/weigh-definitions.ts';

const weigh = (members: Partial<Definitions>, role = 'user') =>
  weighDefinitions({ messages: [{ role, content: 'Hi' }], ...members });
const tool = (parameters?: object) => ({ type: 'function', function: { name: 'find', parameters } });
const typed = (property: object) => tool({ type: 'object', properties: { a: property } });

describe('weighDefinitions', () => {
  it('is nothing where nothing is defined', () => {
    expect(weigh({})).toEqual({ texts: [], tokens: 0, isExact: true });
    expect(weigh({ tools: [], functions: [], tool_choice: 'auto' })).toEqual({ texts: [], tokens: 0, isExact: true });
  });

  it('weighs functions as a system message of their own, or as part of the one there is', () => {
    expect(weigh({ tools: [tool()] }).tokens).toBe(9);
    expect(weigh({ tools: [tool()] }, 'system').tokens).toBe(5);
    expect(weigh({ tools: [tool()] }, 'developer').tokens).toBe(5);
    expect(weigh({ tools: [tool()], functions: [{ name: 'get' }] }).texts[0]).toMatch(/type find[\s\S]*type get/);
  });

  it.each([{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }, { type: 'string', enum: ['x', 'y'] }])(
    'is exact for a parameter of %j',
    (property) => {
      expect(weigh({ tools: [typed(property)] }).isExact).toBe(true);
    },
  );

  it.each([{ type: 'array', items: {} }, { type: 'object' }, { enum: [1, 2] }, { anyOf: [] }, {}])(
    'is an estimate for a parameter of %j',
    (property) => {
      expect(weigh({ tools: [typed(property)] }).isExact).toBe(false);
    },
  );

  it('estimates other tools by their JSON', () => {
    expect(weigh({ tools: [{ type: 'custom', custom: { name: 'run' } }] })).toEqual({
      texts: ['{"type":"custom","custom":{"name":"run"}}'],
      tokens: 9,
      isExact: false,
    });
  });

  it('weighs the choice of a tool', () => {
    expect(weigh({ tool_choice: 'none' }).tokens).toBe(1);
    expect(weigh({ tool_choice: 'required' }).tokens).toBe(0);
    expect(weigh({ tool_choice: { type: 'function', function: { name: 'find' } } })).toMatchObject({
      texts: ['find'],
      tokens: 4,
    });
    expect(weigh({ function_call: { name: 'find' } })).toMatchObject({ texts: ['find'], tokens: 4 });
    expect(weigh({ tool_choice: { type: 'allowed_tools' } }).isExact).toBe(false);
  });

  it('estimates the schema of an answer by its JSON', () => {
    const format = { type: 'json_schema', json_schema: { name: 'city', schema: { type: 'object' } } };
    expect(weigh({ response_format: format })).toEqual({
      texts: ['{"name":"city","schema":{"type":"object"}}'],
      tokens: 10,
      isExact: false,
    });
    expect(weigh({ response_format: { type: 'json_object' } }).tokens).toBe(0);
  });
});
