import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonOf } from '../setup/function-app.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { sendEvents, startScriptedUpstream, type ScriptedUpstream } from '../setup/scripted-upstream.ts';

const choice = { index: 0, finish_reason: 'stop', logprobs: null };
const usage = { prompt_tokens: 2_133, completion_tokens: 1, total_tokens: 2_134 };

let upstream: ScriptedUpstream;
let app: RunningApp;
beforeEach(async () => {
  upstream = await startScriptedUpstream((response, { body }) => {
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', system_fingerprint: 'f' };
    if (JSON.parse(body).stream === true) {
      sendEvents(response, [
        { ...chunk, choices: [{ ...choice, finish_reason: null, delta: { role: 'assistant', content: 'Yes' } }] },
        { ...chunk, choices: [{ ...choice, delta: {} }] },
        { ...chunk, choices: [], usage },
        '[DONE]',
      ]);
      response.end();
      return;
    }
    const message = { role: 'assistant', content: 'Yes', refusal: null };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...chunk, object: 'chat.completion', choices: [{ ...choice, message }], usage }));
  });
  const file = {
    upstreams: { own: { endpoint: upstream.url, credential: { setting: 'EAST_KEY' } } },
    models: { wide: { model: 'wide-model', deployments: [{ upstream: 'own', deployment: 'wide' }] } },
  };
  app = await startApp({
    upstreamsAndModels: () => file,
    catalogue: {
      'wide-model': {
        contextTokens: 128_000,
        encoding: 'o200k_base',
        tokenParameter: 'max_tokens',
        prices: [{ from: '2026-01-01', input: 2, output: 8 }],
      },
    },
  });
});
afterEach(async () => {
  await app.stop();
  await upstream.stop();
});

/** A chat of 2,133 prompt tokens, by Sluice's own count. */
async function longChat() {
  const chatOf = (words: number) => ({
    model: 'wide',
    messages: [{ role: 'user', content: 'word'.concat(' word'.repeat(words - 1)) }],
  });
  const tokensOf = async (words: number): Promise<number> => {
    return (await jsonOf(await app.post('/v1/tokens/count', chatOf(words)))).tokens;
  };
  const words = 2_133 - ((await tokensOf(100)) - 100);
  expect(await tokensOf(words)).toBe(2_133);
  return chatOf(words);
}

it.each([false, true])(
  'sends what is left of a window of 128,000 where more was asked, and says so (stream: %s)',
  async (stream) => {
    const answer = await app.post('/v1/chat/completions', { ...(await longChat()), stream, max_tokens: 125_874 });
    const text = await answer.text();
    expect([answer.status, text.includes('Yes')]).toEqual([200, true]);
    expect(answer.headers.get('x-sluice-max-tokens')).toBe('125867');
    expect(answer.headers.get('x-sluice-fit')).toContain('clamped; prompt-tokens=2133');
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '').max_tokens).toBe(125_867);
    // 2,133 tokens at two dollars a million and one at eight.
    expect(answer.headers.get('x-sluice-cost')).toBe(stream ? null : '0.004274');
  },
);
