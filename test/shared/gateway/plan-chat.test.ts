import { afterEach, describe, expect, it } from 'vitest';
import { chatOptions, planChat } from '../../../shared/gateway/plan-chat.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import type { FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';

let running: GatewayParts;
afterEach(() => running.stop());
const start = async (options: object) => {
  running = await startGatewayParts(routed(options));
};

const chatOf = (content: string, members: Partial<ChatRequest> = {}): ChatRequest => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content }],
  ...members,
});
const tool = { type: 'function' as const, function: { name: 'look', parameters: { type: 'object' } } };
const firstAlias = (chat: ChatRequest) => planChat(chat, running.call(), running.parts).tiers[0]?.alias;
const optionsOf = (chat: ChatRequest) =>
  chatOptions(planChat(chat, running.call(), running.parts), chat, running.call(), running.parts);
const divert = (options: ReturnType<typeof optionsOf>, kind: FailureKind) =>
  options.divert?.(new UpstreamFailure(kind, kind))?.alias;

describe('planChat', () => {
  it('gives a simple chat to the smaller model, with the one asked for behind it', async () => {
    await start({ simple: [{ model: 'gpt-4o-mini', promptTokensAtMost: 50 }] });
    const plan = planChat(chatOf('Short.'), running.call(), running.parts);
    expect(plan.tiers.map(({ alias }) => alias)).toEqual(['gpt-4o-mini', 'gpt-4o']);
    expect(plan.route.alias).toBe('gpt-4o');
    expect(firstAlias(chatOf('long '.repeat(200)))).toBe('gpt-4o');
  });

  it('counts a chat with tools as simple only where the rule says so', async () => {
    await start({ simple: [{ model: 'gpt-4o-mini', promptTokensAtMost: 50 }] });
    expect(firstAlias(chatOf('Short.', { tools: [tool] }))).toBe('gpt-4o');
    await running.stop();
    await start({ simple: [{ model: 'gpt-4o-mini', promptTokensAtMost: 50, tools: true }] });
    expect(firstAlias(chatOf('Short.', { tools: [tool] }))).toBe('gpt-4o-mini');
  });
});

describe('chatOptions', () => {
  it('leads a prompt that is too long to the longer model, once', async () => {
    await start({ longerModel: 'gpt-4o-mini' });
    const options = optionsOf(chatOf('a'));
    expect([divert(options, 'too-long'), divert(options, 'too-long')]).toEqual(['gpt-4o-mini', undefined]);
  });

  it('leads a refusal of the content filter elsewhere only where the route says so', async () => {
    await start({ filteredModel: 'gpt-4o-mini' });
    expect(divert(optionsOf(chatOf('a')), 'filtered')).toBe('gpt-4o-mini');
    expect(divert(optionsOf(chatOf('a')), 'too-long')).toBeUndefined();
    await running.stop();
    await start({ longerModel: 'gpt-4o-mini', fallbacks: ['gpt-4o-mini'] });
    expect(divert(optionsOf(chatOf('a')), 'filtered')).toBeUndefined();
  });

  it('leads no other refusal anywhere', async () => {
    await start({ filteredModel: 'gpt-4o-mini', longerModel: 'gpt-4o-mini' });
    expect(divert(optionsOf(chatOf('a')), 'refused')).toBeUndefined();
  });

  it('says what the call needs of a quota only where quota decides', async () => {
    await start({ strategy: 'most-quota' });
    const chat = chatOf('word '.repeat(100), { max_tokens: 500 });
    expect(optionsOf(chat).neededTokens).toBeGreaterThan(600);
    expect(optionsOf(chat).neededTokens).toBeLessThan(700);
    await running.stop();
    await start({});
    expect(optionsOf(chat).neededTokens).toBeUndefined();
  });

  it('passes the route’s hedge on, and whether the answer is a stream', async () => {
    await start({ hedge: { afterMs: 70 } });
    expect(optionsOf(chatOf('a'))).toMatchObject({ hedge: { percentile: 95, afterMs: 70 }, streams: false });
    expect(optionsOf(chatOf('a', { stream: true })).streams).toBe(true);
  });
});
