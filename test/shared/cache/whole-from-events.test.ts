import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { eventsFromWhole } from '../../../shared/cache/events-from-whole.ts';
import { storedEvents } from '../../../shared/cache/stored-events.ts';
import { wholeFromEvents } from '../../../shared/cache/whole-from-events.ts';
import { ask, saying, startEast, v1Chat } from '../../local/azure/simulator-client.ts';
import { chunkOf, eventsOf, mistakesOf, wholeAnswers } from './chat-samples.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the whole answer that events add up to', () => {
  it('is the one they were made from', () => {
    fc.assert(
      fc.property(wholeAnswers, (whole) => {
        const again = asJson(wholeFromEvents(eventsFromWhole(whole, true) ?? []));
        expect(again).toEqual(whole);
        expect(mistakesOf('chat', again)).toEqual([]);
      }),
    );
  });

  it('has a usage that stands beside a stream without', () => {
    const events = eventsOf(chunkOf({ role: 'assistant', content: 'hi' }), chunkOf({}, {}, 'stop'));
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    expect(asJson(wholeFromEvents(events, usage))).toMatchObject({ usage });
    const bare = asJson(wholeFromEvents(events));
    expect(bare).not.toHaveProperty('usage');
    expect(mistakesOf('chat', bare)).toEqual([]);
  });

  it('takes id, time and model from where they are told, not from a verdict’s chunk', () => {
    const verdict = {
      choices: [],
      created: 0,
      id: '',
      model: '',
      object: '',
      prompt_filter_results: [{ prompt_index: 0 }],
    };
    expect(wholeFromEvents(eventsOf(verdict, chunkOf({ content: 'hi' }, {}, 'stop')))).toMatchObject({
      id: 'chatcmpl-1',
      created: 1_700_000_000,
      model: 'gpt-4o-2024-11-20',
      object: 'chat.completion',
      prompt_filter_results: [{ prompt_index: 0 }],
    });
  });

  it.each([
    ['is cut before [DONE]', eventsOf(chunkOf({ content: 'hi' }, {}, 'stop')).slice(0, -1)],
    ['lacks a finish reason', eventsOf(chunkOf({ content: 'hi' }))],
    ['holds an error', eventsOf(chunkOf({ content: 'hi' }, {}, 'stop'), { error: { message: 'no' } })],
    ['holds a member it does not know', eventsOf(chunkOf({ content: 'hi', reasoning_content: 'hm' }, {}, 'stop'))],
    ['has no choices', eventsOf()],
    ['has no id', eventsOf({ choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: 'stop' }] })],
  ])('is none when the stream %s', (_, events) => {
    expect(wholeFromEvents(events)).toBeUndefined();
  });
});

describe('over what the simulated upstream streams', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startEast();
  });
  afterAll(() => simulator.stop());

  const weather = {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  };
  const answerSchema = z.looseObject({
    choices: z.array(z.looseObject({ message: z.looseObject({}), logprobs: z.unknown() })),
    usage: z.unknown(),
  });

  it.each([
    ['text', saying('Grüezi 😀, 40 tokens please', { seed: 1 })],
    ['choices', saying('Write 20 tokens', { n: 3, seed: 1 })],
    ['log probabilities', saying('Write 20 tokens', { logprobs: true, top_logprobs: 2, seed: 1 })],
    ['a tool call', saying('What is the weather in Bern?', { tools: [weather], tool_choice: 'required', seed: 1 })],
  ])('is the one it answers whole: %s', async (_, body) => {
    const whole = answerSchema.parse(await (await ask(simulator, v1Chat, { model: 'chat', ...body })).json());
    const streamed = await ask(simulator, v1Chat, {
      model: 'chat',
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    });
    const added = answerSchema.parse(asJson(wholeFromEvents(storedEvents(await streamed.bytes()))));
    const told = (answer: z.infer<typeof answerSchema>) => ({
      usage: answer.usage,
      choices: answer.choices.map(({ message: { annotations: _none, ...message }, logprobs }) => ({
        message: withoutIds(message),
        logprobs,
      })),
    });
    expect(told(added)).toEqual(told(whole));
    expect(mistakesOf('chat', added)).toEqual([]);
  });
});

function withoutIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/"call_\w+"/g, '"call"'));
}
