import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf } from '../setup/function-app.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ timeouts: { deadlineMs: 60_000, attemptMs: 20_000 } });
}, 60_000);
afterAll(() => app.stop());
afterEach(() => app.simulator.reset());

const sentence = 'The river rises in the hills, and passes eleven mills before it meets the sea. ';
const megabyte = Array.from({ length: 13_300 }, (_, place) =>
  place % 8 === 7 ? `${sentence}\n\n` : `${place}: ${sentence}`,
).join('');

type Event = { event: string; data: { round: number; done: number; parts: number; text: string } };

/** The named events of a stream, and whether it was cut. */
async function eventsOf(answer: Response): Promise<{ events: Event[]; isCut: boolean }> {
  let text = '';
  let isCut = false;
  try {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
  } catch {
    isCut = true;
  }
  const events = text
    .split('\n\n')
    .filter((event) => event.startsWith('event: '))
    .map((event) => {
      const [head = '', data = ''] = event.split('\n');
      return { event: head.slice('event: '.length), data: JSON.parse(data.slice('data: '.length)) };
    });
  return { events, isCut };
}

describe('POST /v1/text/split', () => {
  it('gives chunks that together are the text, none longer than it may be', async () => {
    const text = megabyte.slice(0, 20_000);
    const answer = await app.post('/v1/text/split', { model: 'gpt-4o', text, max_tokens: 200, overlap_tokens: 20 });
    const { object, encoding, chunks } = await jsonOf(answer);
    expect([answer.status, object, encoding]).toEqual([200, 'text.split', 'o200k_base']);
    let covered = 0;
    for (const chunk of chunks) {
      expect(chunk.text).toBe(text.slice(chunk.start, chunk.end));
      expect(chunk.tokens).toBeLessThanOrEqual(200);
      expect(chunk.start).toBeLessThanOrEqual(covered);
      covered = chunk.end;
    }
    expect(covered).toBe(text.length);
    expect(chunks.length).toBeGreaterThan(20);
    expect(app.simulator.counts().calls).toBe(0);
  });

  it.each([
    [{ model: 'gpt-4o', text: 'a', max_tokens: 3 }, 'max_tokens'],
    [{ model: 'gpt-4o', text: 'a', max_tokens: 100, overlap_tokens: 26 }, 'overlap_tokens'],
    [{ model: 'gpt-4o', max_tokens: 100 }, 'text'],
  ])('refuses %j and names %s', async (body, param) => {
    const answer = await app.post('/v1/text/split', body);
    expect([answer.status, (await jsonOf(answer)).error.param]).toEqual([400, param]);
  });
});

describe('POST /v1/summaries', () => {
  it('summarises a megabyte with a model whose window does not hold it', async () => {
    expect(Buffer.byteLength(megabyte)).toBeGreaterThan(1_000_000);
    const answer = await app.post('/v1/summaries', { model: 'gpt-4o', text: megabyte, max_tokens: 100 });
    const summary = await jsonOf(answer);
    expect([answer.status, summary.object]).toEqual([200, 'summary']);
    expect(summary.text).not.toBe('');
    expect(summary.parts).toBeGreaterThan(10);
    expect(summary.rounds).toBeGreaterThan(1);
    const spent = app.simulator.ledger();
    expect(summary.usage).toEqual({
      prompt_tokens: spent.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
      completion_tokens: spent.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
      total_tokens: spent.reduce((sum, { totalTokens }) => sum + totalTokens, 0),
    });
  }, 60_000);

  it('tells how far it is, and ends with the summary', async () => {
    const body = { model: 'gpt-4o', text: megabyte.slice(0, 200_000), max_tokens: 50, stream: true };
    const answer = await app.post('/v1/summaries', body);
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    const { events, isCut } = await eventsOf(answer);
    const { parts } = events[0]?.data ?? { parts: 0 };
    expect(events[0]).toEqual({ event: 'progress', data: { round: 1, done: 0, parts } });
    expect(events.filter(({ data }) => data.round === 1)).toHaveLength(parts + 1);
    expect(events.at(-1)).toMatchObject({ event: 'summary', data: { object: 'summary', parts, rounds: 2 } });
    expect(isCut).toBe(false);
  });

  it('follows the instructions it is given', async () => {
    const body = { model: 'gpt-4o', text: 'Short.', instructions: 'In French.' };
    expect(await jsonOf(await app.post('/v1/summaries', body))).toMatchObject({ parts: 1, rounds: 1 });
    expect(app.simulator.counts().calls).toBe(1);
  });

  it('ends in an error, and never in a summary, when a part fails', async () => {
    app.simulator.inject({ skip: 2, fault: { kind: 'status', status: 400 } });
    const body = { model: 'gpt-4o', text: megabyte.slice(0, 400_000), stream: true };
    const { events, isCut } = await eventsOf(await app.post('/v1/summaries', body));
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: { code: expect.any(String) } } });
    expect(events.map(({ event }) => event)).not.toContain('summary');
    expect(isCut).toBe(true);
  });

  it('ends its calls when its caller hangs up', async () => {
    app.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 10_000 } });
    const hangUp = new AbortController();
    const body = { model: 'gpt-4o', text: megabyte.slice(0, 400_000), stream: true };
    const answer = await app.post('/v1/summaries', body, { signal: hangUp.signal });
    const openCalls = () => app.simulator.ledger().filter(({ endedAt }) => endedAt === undefined).length;
    await expect.poll(openCalls, { timeout: 5_000 }).toBeGreaterThan(1);
    expect(answer.status).toBe(200);
    hangUp.abort();
    await expect.poll(openCalls, { timeout: 5_000 }).toBe(0);
  });

  it.each([
    [{ model: 'gpt-4o', text: 'a', max_tokens: 16_000, instructions: 'b'.repeat(120_000) }, 400, 'instructions'],
    [{ model: 'gpt-4o', text: 'a', max_tokens: 100_000 }, 400, 'max_tokens'],
    [{ model: 'gpt-4o', text: '' }, 400, 'text'],
    [{ model: 'gpt-17', text: 'a', stream: true }, 404, 'model'],
  ])('refuses what cannot be summarised with a status of its own', async (body, status, param) => {
    const answer = await app.post('/v1/summaries', body);
    expect([answer.status, (await jsonOf(answer)).error.param]).toEqual([status, param]);
    expect(app.simulator.counts().calls).toBe(0);
  });
});
