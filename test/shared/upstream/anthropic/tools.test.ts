import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../shared/openai/chat-request.ts';
import { toolSetting } from '../../../../shared/upstream/anthropic/tools.ts';

const parameters = { type: 'object', properties: { a: { type: 'string' } } };
const tool = { type: 'function', function: { name: 'f', description: 'Does.', parameters, strict: true } };
const settingOf = (members: Partial<ChatRequest>) => toolSetting({ messages: [], ...members }, []);

describe('toolSetting', () => {
  it('declares functions with what they take', () => {
    expect(settingOf({ tools: [tool, { type: 'function', function: { name: 'g' } }] })).toEqual({
      tools: [
        { name: 'f', description: 'Does.', input_schema: parameters, strict: true },
        { name: 'g', input_schema: { type: 'object', properties: {}, additionalProperties: false } },
      ],
    });
  });

  it.each([
    ['auto', { type: 'auto' }],
    ['required', { type: 'any' }],
    ['none', { type: 'none' }],
    [
      { type: 'function', function: { name: 'f' } },
      { type: 'tool', name: 'f' },
    ],
  ])('turns the choice %j into %j', (choice, expected) => {
    expect(settingOf({ tools: [tool], tool_choice: choice }).tool_choice).toEqual(expected);
  });

  it.each([
    [undefined, { type: 'auto', disable_parallel_tool_use: true }],
    ['auto', { type: 'auto', disable_parallel_tool_use: true }],
    ['required', { type: 'any', disable_parallel_tool_use: true }],
    [
      { type: 'function', function: { name: 'f' } },
      { type: 'tool', name: 'f', disable_parallel_tool_use: true },
    ],
    ['none', { type: 'none' }],
  ])('has calls of the choice %j come one by one', (choice, expected) => {
    expect(settingOf({ tools: [tool], tool_choice: choice, parallel_tool_calls: false }).tool_choice).toEqual(expected);
  });

  it('says nothing of parallel calls that are allowed, as they are anyway', () => {
    expect(settingOf({ tools: [tool], parallel_tool_calls: true }).tool_choice).toBeUndefined();
  });

  it('declares the tools of a conversation that names none any more, not to be called', () => {
    const use = (name: string) => ({ type: 'tool_use' as const, id: 'a', name, input: {} });
    expect(
      toolSetting({ messages: [] }, [
        { role: 'user', content: 'Go' },
        { role: 'assistant', content: [use('f'), use('g'), use('f')] },
      ]),
    ).toEqual({
      tools: [
        { name: 'f', input_schema: { type: 'object' } },
        { name: 'g', input_schema: { type: 'object' } },
      ],
      tool_choice: { type: 'none' },
    });
    expect(settingOf({})).toEqual({});
  });

  it.each([
    [{ tools: [{ type: 'custom', custom: { name: 'c' } }] }, 'tools[0]'],
    [{ tools: [tool], tool_choice: { type: 'allowed_tools', allowed_tools: {} } }, 'tool_choice'],
    [{ tools: [tool], tool_choice: 'sometimes' }, 'tool_choice'],
  ])('refuses %j', (members, param) => {
    expect(() => settingOf(members)).toThrow(expect.objectContaining({ param }));
  });
});
