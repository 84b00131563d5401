import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { routed } from '../setup/routed.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(routed({ cache: { ttlSeconds: 600 } }));
});
afterEach(() => app.simulator.reset());
afterAll(() => app.stop());

// Long enough that all callers have come before the answer does.
const slowly = {
  plain: { kind: 'delay-headers', delayMs: 700 },
  streamed: { kind: 'delay-chunks', delayMs: 40 },
} as const;
let questions = 0;
const question = (form: keyof typeof slowly) => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: `Question ${(questions += 1)}?` }],
  stream: form === 'streamed',
  max_tokens: 25,
});
const post = (body: object, signal?: AbortSignal) =>
  app.post('/v1/chat/completions', body, signal === undefined ? {} : { signal });

async function readOf(answer: Response) {
  return { status: answer.status, cache: answer.headers.get('x-sluice-cache'), text: await answer.text() };
}

describe.each(['plain', 'streamed'] as const)('a hundred identical calls at once, %s', (form) => {
  it('are one upstream call, whose answer all of them get', async () => {
    app.simulator.inject({ fault: slowly[form] });
    const body = question(form);
    const answers = await Promise.all(Array.from({ length: 100 }, async () => readOf(await post(body))));
    expect(app.simulator.counts().calls).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain(form === 'streamed' ? '[DONE]' : '"finish_reason"');
    expect(answers.filter(({ cache }) => cache === 'miss')).toHaveLength(1);
    expect(answers.filter(({ cache }) => cache === 'hit')).toHaveLength(99);
  });

  it('are not hurt when one of them hangs up, even the first', async () => {
    app.simulator.inject({ fault: slowly[form] });
    const body = question(form);
    const leaver = new AbortController();
    const leaving = post(body, leaver.signal).then(readOf);
    leaving.catch(() => {});
    await expect.poll(() => app.simulator.counts().calls).toBe(1);
    const staying = Array.from({ length: 10 }, async () => readOf(await post(body)));
    // What was asked before this is under way once this is answered.
    for (let asked = 0; asked < 3; asked += 1) await fetch(`${app.url}/health`);
    leaver.abort();
    await expect(leaving).rejects.toThrow();
    for (const { status, text } of await Promise.all(staying)) {
      expect(status).toBe(200);
      expect(text).toContain(form === 'streamed' ? '[DONE]' : '"finish_reason"');
    }
    expect(app.simulator.counts()).toMatchObject({ calls: 1, cancels: 0 });
  });

  it('stop the upstream when all of them hang up', async () => {
    app.simulator.inject({ fault: slowly[form] });
    const body = question(form);
    const callers = new AbortController();
    const leaving = Array.from({ length: 10 }, () => post(body, callers.signal).then(readOf));
    for (const each of leaving) each.catch(() => {});
    await expect.poll(() => app.simulator.counts().calls).toBe(1);
    callers.abort();
    await Promise.allSettled(leaving);
    await expect.poll(() => app.simulator.counts().cancels, { timeout: 2_000 }).toBe(1);
    expect(app.simulator.counts().calls).toBe(1);
  });
});
