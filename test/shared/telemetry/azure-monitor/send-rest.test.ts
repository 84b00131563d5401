import { describe, expect, it } from 'vitest';
import { sendRest } from '../../../../shared/telemetry/azure-monitor/send-rest.ts';

const ok = { status: 200, bodyAsText: '{"errors":[]}' };
const inPart = (...errors: readonly (readonly [index: number, statusCode: number])[]) => ({
  status: 206,
  bodyAsText: JSON.stringify({ errors: errors.map(([index, statusCode]) => ({ index, statusCode })) }),
});
type Answer = { readonly status: number; readonly bodyAsText?: string };

/** Sends the rest of `items` after `first`, to an ingestion that answers as told. */
async function send(first: Answer, answers: readonly (Answer | Error)[] = [], body: unknown = '["a","b","c","d"]') {
  const [sent, waits, left]: [unknown[], number[], (Answer | Error)[]] = [[], [], [...answers]];
  const headers = new Headers({ 'content-length': '17' });
  const result = await sendRest(
    { timeout: 0, body, headers },
    first,
    async (request) => {
      sent.push(JSON.parse(String(request.body)));
      expect(request.headers.has('content-length')).toBe(false);
      const answer = left.shift() ?? expect.unreachable('It was asked too often.');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async (ms) => void waits.push(ms),
  );
  return { ...result, sent, waits };
}

describe('what ingestion did not take of a batch', () => {
  it.each([408, 429, 439, 500, 503])(
    'is sent again alone, after a moment, where it was refused with %i',
    async (code) => {
      expect(await send(inPart([1, code], [3, code]), [ok])).toEqual({
        answer: ok,
        lost: 0,
        sent: [['b', 'd']],
        waits: [1_000],
      });
    },
  );

  it('is sent again and again, each time what is left, after growing waits', async () => {
    const answers = [inPart([0, 429], [2, 503]), inPart([1, 429]), ok];
    const { sent, waits, lost, answer } = await send(inPart([0, 429], [1, 429], [2, 429]), answers);
    expect(sent).toEqual([['a', 'b', 'c'], ['a', 'c'], ['c']]);
    expect([waits, lost, answer]).toEqual([[1_000, 2_000, 4_000], 0, ok]);
  });

  it('is lost after three times', async () => {
    const still = inPart([0, 429], [1, 429]);
    const { sent, lost } = await send(inPart([0, 429], [1, 429], [3, 429]), [still, still, still]);
    expect(sent).toHaveLength(3);
    expect(lost).toBe(2);
  });

  it('is lost at once where it was refused for good', async () => {
    expect(await send(inPart([0, 400], [1, 402], [2, 404]))).toMatchObject({ lost: 3, sent: [], waits: [] });
    expect(await send(inPart([0, 400], [1, 429]), [ok])).toMatchObject({ lost: 1, sent: [['b']] });
  });

  it('waits out a request that is not answered, or is refused whole', async () => {
    const first = inPart([1, 429]);
    const { sent, lost } = await send(first, [new Error('reset'), { status: 503 }, ok]);
    expect(sent).toEqual([['b'], ['b'], ['b']]);
    expect(lost).toBe(0);
    const { answer, lost: lostThen } = await send(first, [new Error('reset'), { status: 503 }, { status: 429 }]);
    expect([answer, lostThen]).toEqual([first, 1]);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list of errors', '{"itemsReceived":4}'],
    ['another form', '{"errors":[{"index":"1"}]}'],
  ])('is not known where the answer is %s', async (_what, bodyAsText) => {
    expect(await send({ status: 206, bodyAsText })).toMatchObject({ lost: 0, sent: [] });
  });

  it('cannot be sent again where the request is no list', async () => {
    for (const body of ['no json', '{}', null]) {
      expect(await send(inPart([0, 429]), [], body)).toMatchObject({ lost: 1, sent: [] });
    }
  });

  it('is no more than was sent', async () => {
    expect(await send(inPart([9, 429], [1, 429], [1, 429]), [ok])).toMatchObject({ sent: [['b']] });
  });
});
