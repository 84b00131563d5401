import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { chatBody, learnedFrom } from '../../../shared/upstream/chat-body.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const messages = [{ role: 'user' as const, content: 'Hello' }];
const chat = (members: Partial<ChatRequest> = {}): ChatRequest => ({ model: 'gpt-4o', messages, ...members });

const gpt4o = deploymentOf({ model: 'gpt-4o', deployment: 'gpt-4o-prod' });
const gpt5 = deploymentOf({ model: 'gpt-5-mini', deployment: 'five' });
const oldVersion = deploymentOf({ model: 'gpt-4o', apiVersion: '2024-06-01' });

describe('chatBody', () => {
  it('sends everything as it came, under the deployment’s own name', () => {
    const request = chat({ temperature: 0, seed: 7, x_unknown: { a: 1 } });
    expect(chatBody(request, gpt4o, {})).toEqual({ ...request, model: 'gpt-4o-prod' });
  });

  it.each([
    ['max_tokens to a model that knows it', { max_tokens: 5 }, gpt4o, { max_tokens: 5 }],
    [
      'max_completion_tokens to a version that knows it',
      { max_completion_tokens: 5 },
      gpt4o,
      { max_completion_tokens: 5 },
    ],
    [
      'max_tokens where the version does not know the other',
      { max_completion_tokens: 5 },
      oldVersion,
      { max_tokens: 5 },
    ],
    ['max_completion_tokens to a reasoning model', { max_tokens: 5 }, gpt5, { max_completion_tokens: 5 }],
    [
      'the newer of both where both are given',
      { max_tokens: 9, max_completion_tokens: 5 },
      gpt4o,
      { max_completion_tokens: 5 },
    ],
  ])('sends %s', (_what, members, deployment, expected) => {
    const body = chatBody(chat(members), deployment, {});
    expect(body).toEqual({ model: deployment.deployment, messages, ...expected });
  });

  it('sends the limit under the name that was learned, whatever the catalogue says', () => {
    expect(chatBody(chat({ max_tokens: 5 }), gpt4o, { tokenParameter: 'max_completion_tokens' })).toMatchObject({
      max_completion_tokens: 5,
    });
    expect(chatBody(chat({ max_tokens: 5 }), gpt5, { tokenParameter: 'max_tokens' })).toMatchObject({ max_tokens: 5 });
  });

  it('sends no limit where none was asked', () => {
    const body = chatBody(chat(), gpt5, {});
    expect(Object.keys(body)).toEqual(['model', 'messages']);
  });

  it('asks for usage on every stream, and keeps the caller’s other stream options', () => {
    expect(chatBody(chat({ stream: true }), gpt4o, {})).toMatchObject({ stream_options: { include_usage: true } });
    const asked = chat({ stream: true, stream_options: { include_usage: false, include_obfuscation: false } });
    expect(chatBody(asked, gpt4o, {})).toMatchObject({
      stream_options: { include_usage: true, include_obfuscation: false },
    });
  });

  it.each([
    ['of a plain call', chat({ stream: false }), gpt4o, {}],
    ['of a version that does not know the option', chat({ stream: true }), oldVersion, {}],
    ['where it was learned that it is refused', chat({ stream: true }), gpt4o, { streamOptions: false as const }],
  ])('does not ask for usage %s', (_what, request, deployment, learned) => {
    expect(chatBody(request, deployment, learned)).not.toHaveProperty('stream_options');
  });

  it('leaves the caller’s request as it was', () => {
    const request = Object.freeze(chat({ stream: true, max_tokens: 5 }));
    chatBody(request, gpt5, {});
    expect(request).toEqual({ model: 'gpt-4o', messages, stream: true, max_tokens: 5 });
  });
});

describe('learnedFrom', () => {
  const refusal = (param: string, wireCode = 'unsupported_parameter', status = 400) =>
    new UpstreamFailure('refused', 'Unsupported.', { status, param, wireCode });

  it('learns the other name of the token limit, either way', () => {
    expect(learnedFrom(refusal('max_tokens'), chat({ max_tokens: 5 }), gpt4o, {})).toEqual({
      tokenParameter: 'max_completion_tokens',
    });
    expect(learnedFrom(refusal('max_completion_tokens'), chat({ max_tokens: 5 }), gpt5, {})).toEqual({
      tokenParameter: 'max_tokens',
    });
  });

  it('learns that stream options are not taken, where Sluice alone wanted them', () => {
    const stream = chat({ stream: true });
    expect(learnedFrom(refusal('stream_options', ''), stream, gpt4o, {})).toEqual({ streamOptions: false });
    expect(learnedFrom(refusal('stream_options.include_usage', ''), stream, gpt4o, {})).toEqual({
      streamOptions: false,
    });
  });

  it.each([
    [
      'what the caller asked for',
      refusal('stream_options'),
      chat({ stream: true, stream_options: { include_usage: true } }),
      {},
    ],
    ['another parameter', refusal('temperature'), chat({ max_tokens: 5, temperature: 1 }), {}],
    ['a value that is too large', refusal('max_tokens', 'invalid_value'), chat({ max_tokens: 5 }), {}],
    [
      'the same lesson twice',
      refusal('max_completion_tokens'),
      chat({ max_tokens: 5 }),
      { tokenParameter: 'max_completion_tokens' as const },
    ],
    ['another status', refusal('max_tokens', 'unsupported_parameter', 422), chat({ max_tokens: 5 }), {}],
    [
      'a failure of another kind',
      new UpstreamFailure('failed', 'x', { status: 400, param: 'max_tokens' }),
      chat({ max_tokens: 5 }),
      {},
    ],
    [
      'stream options that were not sent',
      refusal('stream_options'),
      chat({ stream: true }),
      { streamOptions: false as const },
    ],
  ])('learns nothing from %s', (_what, failure, request, learned) => {
    expect(learnedFrom(failure, request, gpt4o, learned)).toBeUndefined();
  });
});
