import { afterEach, describe, expect, it } from 'vitest';
import { fitChat } from '../../../shared/gateway/fit-chat.ts';
import { planChat } from '../../../shared/gateway/plan-chat.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

/** One model with a window of 8,192 tokens, one with 128,000. */
async function fit(chat: Partial<ChatRequest>, members: Partial<Call> = {}, route: object = {}) {
  running = await startGatewayParts({
    upstreamsAndModels: (simulator) => ({
      upstreams: { east: { endpoint: simulator.resources['east']?.url, credential: { setting: 'EAST_KEY' } } },
      models: {
        short: {
          model: 'gpt-4',
          deployments: [{ name: 'short', upstream: 'east', deployment: 'chat-east' }],
          ...route,
        },
        long: { model: 'gpt-4o', deployments: [{ name: 'long', upstream: 'east', deployment: 'mini-east' }] },
      },
    }),
  });
  const asked: ChatRequest = { model: 'short', messages: [{ role: 'user', content: 'Hello' }], ...chat };
  const call = running.call(members);
  return fitChat(planChat(asked, call, running.parts), asked, call, running.parts);
}

const turns = (count: number): ChatRequest['messages'] => [
  { role: 'system', content: 'Be brief.' },
  ...Array.from({ length: count }, (_, turn) => ({ role: 'user', content: `${turn} ${'word '.repeat(500)}` })),
];

describe('fitChat', () => {
  it('leaves a chat alone that is far below the window, the same object', async () => {
    const messages: ChatRequest['messages'] = [{ role: 'user', content: 'Hello' }];
    const { fitted } = await fit({ messages });
    expect(fitted).toMatchObject({ kind: 'unchanged', counted: 'bound' });
    expect(fitted.chat.messages).toBe(messages);
  });

  it('clamps a maximum to what the window leaves', async () => {
    const { fitted } = await fit({ max_tokens: 8_192, messages: turns(4) });
    expect(fitted.kind).toBe('clamped');
    expect((fitted.limit ?? 0) + fitted.promptTokens).toBe(8_192);
    expect(fitted.chat.max_tokens).toBe(fitted.limit);
  });

  it('refuses a prompt that cannot fit, before anything is sent', async () => {
    await expect(fit({ messages: turns(20) })).rejects.toMatchObject({ code: 'context_length_exceeded', status: 400 });
    expect(running.simulator.counts().calls).toBe(0);
  });

  it('drops the oldest turns where the caller chose that, and keeps the system message', async () => {
    const { fitted } = await fit({ messages: turns(20) }, { fit: 'drop-oldest' });
    expect(fitted.kind).toBe('dropped');
    expect(fitted.promptTokens).toBeLessThan(8_192);
    expect(fitted.chat.messages[0]).toMatchObject({ role: 'system' });
    expect(fitted.chat.messages.at(-1)).toEqual(turns(20).at(-1));
  });

  it('moves to the longer model the route names', async () => {
    const { plan, fitted } = await fit({ messages: turns(20) }, {}, { fit: 'longer-model', longerModel: 'long' });
    expect(plan.tiers.map(({ alias }) => alias)).toEqual(['long']);
    expect(fitted.kind).toBe('unchanged');
  });

  it('refuses where the route names no longer model', async () => {
    await expect(fit({ messages: turns(20) }, { fit: 'longer-model' })).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
  });

  it('has the model itself summarise the oldest turns', async () => {
    const { fitted } = await fit({ messages: turns(20) }, { fit: 'summarise' });
    expect(fitted.kind).toBe('summarised');
    expect(running.simulator.counts().calls).toBeGreaterThan(0);
    expect(JSON.stringify(fitted.chat.messages)).toContain('You asked');
  });
});
