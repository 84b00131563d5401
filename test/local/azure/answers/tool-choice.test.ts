import { expect, it } from 'vitest';
import { chosenTools, wordsOf } from '../../../../local/azure/answers/tool-choice.ts';
import { chatRequestSchema } from '../../../../local/azure/chat-request.ts';

const tools = [
  { type: 'function', function: { name: 'get_weather', description: 'The weather in a city' } },
  { type: 'function', function: { name: 'sendEmail', description: 'Sends a letter' } },
];

function called(content: string, more: Record<string, unknown> = {}, canCallInParallel = true): string[] {
  const chat = chatRequestSchema.parse({ messages: [{ role: 'user', content }], tools, ...more });
  return chosenTools(chat, canCallInParallel).map((tool) => tool.function.name);
}

it('calls the tools that share a word with the question, by name or description', () => {
  expect(called('How is the WEATHER?')).toEqual(['get_weather']);
  expect(called('email me')).toEqual(['sendEmail']);
  expect(called('Which city gets a letter?')).toEqual(['get_weather', 'sendEmail']);
  expect(called('What can you get for the user?')).toEqual([]);
});

it('calls one tool where calls may not be parallel', () => {
  expect(called('weather letter', { parallel_tool_calls: false })).toEqual(['get_weather']);
  expect(called('weather letter', {}, false)).toEqual(['get_weather']);
});

it('obeys tool_choice', () => {
  expect(called('weather', { tool_choice: 'none' })).toEqual([]);
  expect(called('nothing', { tool_choice: 'required' })).toEqual(['get_weather']);
  expect(called('weather', { tool_choice: { type: 'function', function: { name: 'sendEmail' } } })).toEqual([
    'sendEmail',
  ]);
});

it('does not call again on a tool’s result', () => {
  const messages = [
    { role: 'user', content: 'weather' },
    {
      role: 'assistant',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'weather: rain' },
  ];
  expect(called('', { messages })).toEqual([]);
});

it('sees the words inside a name', () => {
  expect(wordsOf('sendEmailNow to get_weather2')).toEqual(['send', 'email', 'weather2']);
});
