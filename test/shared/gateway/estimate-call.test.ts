import { afterEach, describe, expect, it } from 'vitest';
import { chatQuestion, embeddingsQuestion, embeddingsTokens } from '../../../shared/gateway/estimate-call.ts';
import { planCall } from '../../../shared/gateway/plan-call.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

async function question(members: object, counted: 'bound' | 'exact' = 'exact') {
  running = await startGatewayParts();
  const chat = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Why?' }], ...members };
  const plan = planCall('gpt-4o', 'chat/completions', running.call(), running.parts);
  return chatQuestion(plan, { chat, promptTokens: 1_000, counted }, running.call(), running.parts);
}

describe('chatQuestion', () => {
  it('estimates the prompt and the longest answer, once for each choice', async () => {
    const { model, estimate, narrower } = await question({ max_tokens: 100, n: 3 });
    expect(model).toBe('gpt-4o');
    expect(estimate().whole).toEqual({ tokens: 1_300, microDollars: 5_500 });
    expect(estimate().prompt).toEqual({ tokens: 1_000, microDollars: 2_500 });
    expect(narrower).toBeUndefined();
  });

  it('goes by the longest answer of the model where the chat names no maximum', async () => {
    expect((await question({})).estimate().whole.tokens).toBe(1_000 + 16_384);
  });

  it('counts the prompt where so far only a bound is known', async () => {
    const { narrower } = await question({ max_completion_tokens: 1 }, 'bound');
    expect((await narrower?.())?.prompt.tokens).toBeLessThan(20);
  });
});

describe('embeddingsQuestion', () => {
  it('takes four characters for a token, and a token for itself', async () => {
    expect(embeddingsTokens({ model: 'e', input: 'eight ch' })).toBe(2);
    expect(embeddingsTokens({ model: 'e', input: ['eight ch', 'four'] })).toBe(3);
    expect(embeddingsTokens({ model: 'e', input: [[1, 2, 3], [4]] })).toBe(4);
    running = await startGatewayParts();
    const plan = planCall('text-embedding-3-small', 'embeddings', running.call(), running.parts);
    const { estimate } = embeddingsQuestion(plan, { model: 'e', input: 'eight ch' }, running.parts);
    expect(estimate().whole.tokens).toBe(2);
  });
});
