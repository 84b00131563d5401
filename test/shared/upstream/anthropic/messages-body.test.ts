import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../shared/openai/chat-request.ts';
import { messagesCall } from '../../../../shared/upstream/anthropic/messages-body.ts';

const messages = [{ role: 'user', content: 'Hello' }];
const callOf = (members: Partial<ChatRequest> = {}, model = 'claude-haiku-4-5') =>
  messagesCall({ model: 'alias', messages, ...members }, { deployment: model, model });
const bodyOf = (members: Partial<ChatRequest> = {}, model?: string) => callOf(members, model).body;

describe('messagesCall', () => {
  it('asks for what was asked and no more', () => {
    expect(callOf()).toEqual({
      body: {
        model: 'claude-haiku-4-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      },
      version: undefined,
    });
  });

  it.each([
    [{ max_tokens: 5 }, 5],
    [{ max_completion_tokens: 6 }, 6],
    [{ max_tokens: 5, max_completion_tokens: 6 }, 6],
    [{}, 64_000],
  ])('bounds the answer of %j at %i tokens', (members, expected) => {
    expect(bodyOf(members)).toMatchObject({ max_tokens: expected });
  });

  it('bounds the answer of a model that nobody knows', () => {
    expect(bodyOf({}, 'claude-opus-9')).toMatchObject({ max_tokens: 8_192 });
  });

  it.each([
    [{ stop: 'END' }, { stop_sequences: ['END'] }],
    [{ stop: ['a', 'b'] }, { stop_sequences: ['a', 'b'] }],
    [{ stream: true, stream_options: { include_usage: true } }, { stream: true }],
    [{ service_tier: 'auto' }, { service_tier: 'auto' }],
    [{ service_tier: 'default' }, { service_tier: 'standard_only' }],
    [
      { messages: [{ role: 'system', content: 'Be kind.' }, ...messages] },
      { system: [{ type: 'text', text: 'Be kind.' }] },
    ],
    [
      {
        response_format: { type: 'json_schema', json_schema: { name: 'a', strict: true, schema: { type: 'object' } } },
      },
      { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    ],
    [{ reasoning_effort: 'low', max_tokens: 4_000 }, { thinking: { type: 'enabled', budget_tokens: 1_024 } }],
    [{ temperature: 0.5 }, { temperature: 0.5 }],
    [{ top_p: 0.9 }, { top_p: 0.9 }],
    [{ temperature: 0 }, { temperature: 0 }],
  ])('says %j as %j', (members, expected) => {
    expect(bodyOf(members)).toMatchObject(expected);
  });

  it.each([
    [{ temperature: 1, top_p: 1 }],
    [{ response_format: { type: 'text' } }],
    [{ seed: 1, store: false, metadata: {}, n: 1, logprobs: false }],
    [{ stop: [] }],
    [{ stop: null, temperature: null, tools: null, user: '' }],
  ])('leaves out %j, which is so anyway', (members) => {
    expect(Object.keys(bodyOf(members)).toSorted()).toEqual(['max_tokens', 'messages', 'model']);
  });

  it('asks for the last API version that knows a temperature only when there is one', () => {
    expect(callOf({ temperature: 0.2 }).version).toBe('2023-06-01');
    expect(callOf({ top_p: 0.2 }).version).toBe('2023-06-01');
    expect(callOf({ temperature: 1 }).version).toBeUndefined();
  });

  it('tells Anthropic who the user is in a way that identifies nobody', () => {
    const userOf = (members: Partial<ChatRequest>) => bodyOf(members).metadata?.user_id;
    expect(userOf({ user: 'ann@example.com' })).toMatch(/^[0-9a-f]{64}$/);
    expect(userOf({ user: 'ann@example.com' })).toBe(userOf({ user: 'bob', safety_identifier: 'ann@example.com' }));
    expect(userOf({ user: 'ann' })).not.toBe(userOf({ user: 'bob' }));
  });

  it.each([
    [{ temperature: 1.5 }, 'temperature', 'claude-haiku-4-5'],
    [{ temperature: 0.5 }, 'temperature', 'claude-opus-4-8'],
    [{ top_p: 0.5 }, 'top_p', 'claude-opus-4-8'],
    [{ temperature: 0.5, reasoning_effort: 'low' }, 'temperature', 'claude-haiku-4-5'],
    [{ response_format: { type: 'json_object' } }, 'response_format', 'claude-haiku-4-5'],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'a' } } }, 'response_format', 'claude-haiku-4-5'],
    [{ service_tier: 'flex' }, 'service_tier', 'claude-haiku-4-5'],
    [{ n: 2 }, 'n', 'claude-haiku-4-5'],
  ])('names what it cannot say: %j', (members, param, model) => {
    expect(() => callOf(members, model)).toThrow(expect.objectContaining({ kind: 'inexpressible', param }));
  });
});
