import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../shared/http/answers.ts';
import type { Arrival } from '../../../shared/http/arrival.ts';
import { answerInSpan } from '../../../shared/http/request-span.ts';
import { currentSpan } from '../../../shared/telemetry/current-span.ts';
import { invocationContext } from '../../setup/call-function.ts';
import { textOf } from '../../setup/repository-text.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

const callers = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const hosts = '00-4bf92f3577b34da6a3ce929d0e0e4736-1111111111111111-00';

const arrivalOf = (members: Partial<Arrival> = {}): Arrival => ({
  headers: { traceparent: callers },
  url: '/v1/models/secret-path?key=secret-query',
  method: 'POST',
  gone: new AbortController().signal,
  body: async () => new Uint8Array(),
  writable: () => undefined,
  abort: async () => {},
  ...members,
});
const answered: HttpAnswer = { status: 200, headers: {}, body: 'whole' };

describe('the span of a request', () => {
  it('says its route, not what the caller wrote, and ends with the answer', async () => {
    const tracing = recordedTracing();
    const answer = await answerInSpan({ tracing }, invocationContext(hosts), arrivalOf(), async (span) => {
      expect(currentSpan()).toBe(span);
      return answered;
    });
    expect(answer).toBe(answered);
    expect(tracing.spans).toMatchObject([
      {
        name: 'POST /v1/models/{model}',
        kind: 'server',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        parentSpanId: '1111111111111111',
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/v1/models/{model}',
          'http.response.status_code': 200,
        },
        isFailed: false,
      },
    ]);
    expect(JSON.stringify(tracing.spans)).not.toContain('secret');
  });

  it.each([
    ['the host gives none', undefined],
    ["the host's is not valid", '00-0-0-00'],
  ])("hangs below the caller's span where %s", async (_, traceParent) => {
    const tracing = recordedTracing();
    await answerInSpan({ tracing }, invocationContext(traceParent), arrivalOf(), async () => answered);
    expect(tracing.spans[0]?.parentSpanId).toBe('00f067aa0ba902b7');
  });

  it('begins a trace where nobody gives one, and is named for the function where it has no route', async () => {
    const tracing = recordedTracing();
    await answerInSpan({ tracing }, invocationContext(undefined, {}), arrivalOf({ headers: {} }), async () => answered);
    expect(tracing.spans[0]).toMatchObject({ name: 'POST /model', parentSpanId: undefined });
  });

  it('fails with an answer of 500 and more, and not with a refusal', async () => {
    const tracing = recordedTracing();
    for (const status of [429, 502]) {
      await answerInSpan({ tracing }, invocationContext(), arrivalOf(), async () => ({ ...answered, status }));
    }
    expect(tracing.spans.map(({ isFailed }) => isFailed)).toEqual([false, true]);
  });

  it('of a stream ends when the answer has left', async () => {
    const tracing = recordedTracing();
    let close = (): void => {};
    const arrival = arrivalOf({ onClose: (listener) => (close = listener) });
    await answerInSpan({ tracing }, invocationContext(), arrival, async () => ({
      ...answered,
      body: new ReadableStream(),
    }));
    expect(tracing.spans).toEqual([]);
    close();
    expect(tracing.spans).toHaveLength(1);
  });

  it('is the only request of a call: the host records none that succeeds', () => {
    const host: unknown = JSON.parse(textOf('host.json') ?? '{}');
    expect(host).toHaveProperty(['logging', 'logLevel', 'Host.Results'], 'Warning');
    expect(host).not.toHaveProperty('telemetryMode');
  });

  it('of a job that is executed is told from that of its request', async () => {
    const tracing = recordedTracing();
    const executedJob = { id: 'job_1', attempt: 2 };
    await answerInSpan({ tracing, executedJob }, invocationContext(hosts), arrivalOf(), async () => answered);
    expect(tracing.spans).toMatchObject([
      {
        name: 'run-job /v1/models/{model}',
        attributes: { 'sluice.job.id': 'job_1', 'sluice.job.attempt': 2, 'http.response.status_code': 200 },
      },
    ]);
    expect(tracing.spans[0]?.attributes).not.toHaveProperty('http.route');
  });

  it('is none where nothing is traced', async () => {
    const answer = await answerInSpan({}, invocationContext(), arrivalOf(), async (span) => {
      expect(span).toBeUndefined();
      return answered;
    });
    expect(answer).toBe(answered);
  });
});
