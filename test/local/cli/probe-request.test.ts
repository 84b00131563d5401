import { describe, expect, it } from 'vitest';
import { probeFor, probeRequest } from '../../../local/cli/probe-request.ts';
import type { Deployment } from '../../../shared/config/config.ts';
import { SecretValue } from '../../../shared/secret-value.ts';

const key = { kind: 'api-key', value: new SecretValue('k') } as const;
const deployment = (members: Partial<Deployment> = {}): Deployment => ({
  name: 'east-d',
  provider: 'azure-openai',
  endpoint: 'https://east.example',
  deployment: 'd e',
  alias: 'a',
  model: 'gpt-4o',
  apiVersion: '2024-10-21',
  credential: { kind: 'key-vault', secret: 's' },
  capacity: { provisioned: false },
  priority: 1,
  weight: 1,
  ...members,
});
const bodyOf = (model: string) => JSON.parse(probeRequest(deployment({ model }), key, 'call').body ?? '');

describe('the address', () => {
  it.each([
    ['2024-10-21', 'models', '/openai/models?api-version=2024-10-21'],
    ['v1', 'models', '/openai/v1/models'],
    ['preview', 'models', '/openai/v1/models?api-version=preview'],
    ['2024-10-21', 'call', '/openai/deployments/d%20e/chat/completions?api-version=2024-10-21'],
    ['v1', 'call', '/openai/v1/chat/completions'],
    ['preview', 'call', '/openai/v1/chat/completions?api-version=preview'],
  ] as const)('on %s of a %s probe is %s', (apiVersion, probe, path) => {
    expect(probeRequest(deployment({ apiVersion }), key, probe).url).toBe(`https://east.example${path}`);
  });
});

it('sends a key and a token each in its own header', () => {
  expect(probeRequest(deployment(), key, 'models').headers).toEqual({ 'api-key': 'k' });
  const token = { kind: 'bearer', value: new SecretValue('t') } as const;
  expect(probeRequest(deployment(), token, 'models').headers).toEqual({ authorization: 'Bearer t' });
});

it('asks each kind of model for the least it can give', () => {
  const messages = [{ role: 'user', content: 'a' }];
  expect(bodyOf('gpt-4o')).toEqual({ model: 'd e', messages, max_tokens: 1 });
  expect(bodyOf('gpt-5-mini')).toEqual({ model: 'd e', messages, max_completion_tokens: 16 });
  expect(bodyOf('text-embedding-3-small')).toEqual({ model: 'd e', input: 'a' });
});

it('calls only what chats or embeds', () => {
  expect(['gpt-4o', 'text-embedding-3-small', 'unheard-of'].map((model) => probeFor(model, 'call'))).toEqual([
    'call',
    'call',
    'call',
  ]);
  expect(probeFor('gpt-image-1', 'call')).toBe('models');
  expect(probeFor('gpt-4o', 'models')).toBe('models');
});

describe('elsewhere than on Azure', () => {
  const there = (provider: 'openai' | 'anthropic', endpoint: string, model: string) =>
    deployment({ provider, endpoint, deployment: model, model, apiVersion: 'v1' });
  const openai = there('openai', 'https://api.openai.com/v1', 'gpt-4o');
  const anthropic = there('anthropic', 'https://api.anthropic.com', 'claude-haiku-4-5');

  it.each([
    [openai, 'models', 'https://api.openai.com/v1/models', { authorization: 'Bearer k' }],
    [openai, 'call', 'https://api.openai.com/v1/chat/completions', { authorization: 'Bearer k' }],
    [
      anthropic,
      'models',
      'https://api.anthropic.com/v1/models',
      { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    ],
    [
      anthropic,
      'call',
      'https://api.anthropic.com/v1/messages',
      { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    ],
  ] as const)('asks %j for %s at %s', (target, probe, url, headers) => {
    expect(probeRequest(target, key, probe)).toMatchObject({ url, headers });
  });

  it('makes a smallest call in each protocol', () => {
    const sent = (target: Deployment) => JSON.parse(probeRequest(target, key, 'call').body ?? '');
    expect(sent(openai)).toEqual({ model: 'gpt-4o', messages: [{ role: 'user', content: 'a' }], max_tokens: 1 });
    expect(sent(anthropic)).toMatchObject({ model: 'claude-haiku-4-5', max_tokens: expect.any(Number) });
  });
});
