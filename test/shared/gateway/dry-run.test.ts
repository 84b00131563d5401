import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dryRunChat, dryRunEmbeddings } from '../../../shared/gateway/dry-run.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

const chat = (content: string, members: object = {}) => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content }],
  ...members,
});
const long = 'word '.repeat(140_000);

describe('a dry run of a chat', () => {
  it('names the deployment that would be tried first, throttled ones left for later', async () => {
    expect((await dryRunChat(chat('a'), running.call(), running.parts)).deployment).toBe('chat-east');
    running.parts.states.of({ name: 'chat-east' }).throttledUntilMs = Date.now() + 60_000;
    const { deployment, tiers } = await dryRunChat(chat('a'), running.call(), running.parts);
    expect([deployment, tiers[0]?.deployments[0]?.deployment]).toEqual(['chat-west', 'chat-west']);
  });

  it('is refused when nothing could serve the call before its deadline', async () => {
    for (const name of ['chat-east', 'chat-west']) {
      running.parts.states.of({ name }).throttledUntilMs = Date.now() + 60_000;
    }
    await expect(dryRunChat(chat('a'), running.call(), running.parts)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      retryAfterMs: expect.any(Number),
    });
  });

  it('clamps the answer as the call would, to the token', async () => {
    const asked = chat('word '.repeat(120_000), { max_tokens: 16_000 });
    const dry = await dryRunChat(asked, running.call(), running.parts);
    expect(dry.fit).toMatchObject({ kind: 'clamped', asked_max_tokens: 16_000 });
    expect(dry.prompt_tokens + (dry.max_tokens ?? 0)).toBe(128_000);
  });

  it('has no maximum that the caller did not ask for, yet an upper end to its cost', async () => {
    const dry = await dryRunChat(chat('a'), running.call(), running.parts);
    expect(dry.max_tokens).toBeNull();
    expect(dry.estimated_cost?.at_most).toBeGreaterThan(dry.estimated_cost?.at_least ?? Infinity);
  });

  it('refuses a prompt that does not fit, and shortens it by the strategy', async () => {
    await expect(dryRunChat(chat(long), running.call(), running.parts)).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
    const shortened = await dryRunChat(chat(long), running.call({ fit: 'truncate' }), running.parts);
    expect(shortened.fit?.kind).toBe('truncated');
    expect(shortened.fit?.removed_tokens).toBeGreaterThan(10_000);
  });

  it('asks no model for the summary that would make a prompt fit', async () => {
    const dry = await dryRunChat(chat(long), running.call({ fit: 'summarise' }), running.parts);
    expect(dry).toMatchObject({ fit: { kind: 'summarised' }, prompt_tokens: 127_999, prompt_tokens_exact: false });
    const short = await dryRunChat(chat('a'), running.call({ fit: 'summarise' }), running.parts);
    expect(short).toMatchObject({ fit: { kind: 'unchanged' }, prompt_tokens_exact: true });
    await expect(
      dryRunChat(chat('a', { model: 'gpt-17' }), running.call({ fit: 'summarise' }), running.parts),
    ).rejects.toMatchObject({ code: 'model_not_found' });
    expect(running.simulator.counts().calls).toBe(0);
  });
});

it('counts texts and tokens that are to be embedded', async () => {
  const ask = async (input: string | number[][]) => {
    const request = { model: 'text-embedding-3-small', input };
    return (await dryRunEmbeddings(request, running.call(), running.parts)).prompt_tokens;
  };
  expect([await ask('Hello'), await ask([[1, 2, 3], [4]])]).toEqual([1, 4]);
  expect(running.simulator.counts().calls).toBe(0);
});
