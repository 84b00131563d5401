import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../local/azure/fault-rule.ts';
import { complete, completeAsStream } from '../../../shared/gateway/complete.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { startScriptedUpstream } from '../../setup/scripted-upstream.ts';

let running: GatewayParts;
afterEach(() => running.stop());

const messages = [{ role: 'user' as const, content: 'Why is the sky blue?' }];
const ask: ChatRequest = { model: 'gpt-4o', messages, max_tokens: 20 };

async function start(options: GatewayPartsOptions & { faults?: FaultRule[] } = {}) {
  running = await startGatewayParts(options);
  for (const fault of options.faults ?? []) running.simulator.inject(fault);
}

const whole = (chat: ChatRequest = ask, call = {}) => complete(chat, running.call(call), running.parts);
const stream = (chat: ChatRequest = ask, call = {}) =>
  completeAsStream({ ...chat, stream: true }, running.call(call), running.parts);

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const list: Buffer[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list).toString();
}

describe('complete', () => {
  it('answers in the upstream’s own bytes, and says who served', async () => {
    await start();
    const { body, served } = await whole();
    expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({
      object: 'chat.completion',
      choices: [{ finish_reason: 'length' }],
    });
    expect(served).toMatchObject({ deployment: { name: 'chat-east' }, attempts: 1 });
    expect(running.simulator.ledger()).toMatchObject([{ deployment: 'chat-east', apiVersion: '2024-10-21' }]);
  });

  it('logs one line of what the call was, and nothing of what was said', async () => {
    await start();
    await whole();
    expect(running.log.of('call-ended')).toEqual([
      expect.objectContaining({
        requestId: 'request-1',
        caller: 'tests',
        keyId: 'key0000001',
        deployment: 'chat-east',
        attempts: 1,
        operation: 'chat',
        model: 'gpt-4o',
        outcome: 'completed',
        stream: false,
        promptTokens: expect.any(Number),
        completionTokens: 20,
        estimated: false,
      }),
    ]);
    expect(JSON.stringify(running.log.lines)).not.toContain('sky');
  });

  it.each([
    ['a status', { kind: 'status', status: 500 }],
    ['a reset', { kind: 'reset' }],
    ['garbage', { kind: 'garbage' }],
    ['half a body', { kind: 'truncated-json' }],
    ['a cut body', { kind: 'cut-after', chunks: 1, how: 'reset' }],
    ['an error under status 200', { kind: 'error-in-stream' }],
    ['a 403', { kind: 'status', body: 'firewall-403' }],
    ['a missing deployment', { kind: 'status', body: 'deployment-404' }],
    ['a throttle', { kind: 'status', body: 'throttled-new' }],
  ] as const)('goes elsewhere after %s', async (_what, fault) => {
    await start({ faults: [{ resource: 'east', fault }] });
    const { served } = await whole();
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
  });

  it('is final about a content filter, and passes its verdicts on', async () => {
    await start({ faults: [{ resource: 'east', fault: { kind: 'status', body: 'filter-400' } }] });
    await expect(whole()).rejects.toMatchObject({
      code: 'content_filter',
      innererror: { code: 'ResponsibleAIPolicyViolation' },
    });
    expect(running.simulator.counts().calls).toBe(1);
  });

  it('calls every deployment by its own name, never by the alias', async () => {
    await start({ faults: [{ resource: 'east', fault: { kind: 'reset' } }] });
    await whole();
    expect(running.simulator.ledger().map(({ deployment }) => deployment)).toEqual(['chat-east', 'chat-west']);
  });

  it('answers 502 when all credentials are dead, without the upstream’s words', async () => {
    await start({ env: { EAST_KEY: 'x'.repeat(32), WEST_KEY: 'y'.repeat(32) } });
    const failed = whole();
    await expect(failed).rejects.toMatchObject({ status: 502, code: 'upstream_credential_refused' });
    await expect(failed).rejects.not.toThrow(/subscription key|Access denied/);
  });

  it('does not know a model that is not configured', async () => {
    await start();
    await expect(whole({ ...ask, model: 'gpt-9' })).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(whole({ messages })).rejects.toMatchObject({ code: 'invalid_request', param: 'model' });
    await expect(stream({ messages })).rejects.toMatchObject({ code: 'invalid_request', param: 'model' });
  });

  it('remembers under which name a deployment takes its token limit', async () => {
    const bodies: Record<string, unknown>[] = [];
    const upstream = await startScriptedUpstream((response, { body }) => {
      bodies.push(JSON.parse(body));
      const refusal = {
        error: { message: "Unsupported parameter: 'max_tokens'.", param: 'max_tokens', code: 'unsupported_parameter' },
      };
      if ('max_tokens' in (bodies.at(-1) ?? {})) response.writeHead(400).end(JSON.stringify(refusal));
      else response.end('{"choices":[{}]}');
    });
    await start({ file: () => onlyEast(upstream.url) });
    expect((await whole()).served.attempts).toBe(2);
    expect((await whole()).served.attempts).toBe(1);
    expect(bodies.map((body) => Object.keys(body).find((name) => name.startsWith('max_')))).toEqual([
      'max_tokens',
      'max_completion_tokens',
      'max_completion_tokens',
    ]);
    await upstream.stop();
  });
});

describe('completeAsStream', () => {
  it('passes the upstream’s events on, its usage kept for the log', async () => {
    await start();
    const { chunks, served } = await stream();
    const text = await textOf(chunks);
    expect(text).toMatch(/^data: \{"choices":\[\],.*prompt_filter_results/);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    expect(text).not.toContain('"usage":{');
    expect(served).toMatchObject({ deployment: { name: 'chat-east' }, attempts: 1 });
    expect(running.log.of('call-ended')).toMatchObject([
      { outcome: 'completed', stream: true, completionTokens: 20, estimated: false },
    ]);
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now())).toMatchObject({
      status: 'ok',
      requestCount: 1,
    });
  });

  it('shows usage to a caller who asked for it', async () => {
    await start();
    const { chunks } = await stream({ ...ask, stream_options: { include_usage: true } });
    expect(await textOf(chunks)).toMatch(/"choices":\[\][^\n]*"usage":\{[^\n]*\n\ndata: \[DONE\]\n\n$/);
  });

  it.each([
    ['an error before any output', { kind: 'error-in-stream', chunks: 1 }],
    ['an end before any output', { kind: 'cut-after', chunks: 2, how: 'close' }],
    ['a reset before any output', { kind: 'cut-after', chunks: 2, how: 'reset' }],
    ['silence before any output', { kind: 'stall', chunks: 1 }],
    ['chunks without end and without output', { kind: 'empty-choices' }],
    ['a status', { kind: 'status', status: 503 }],
  ] as const)('goes elsewhere after %s', async (_what, fault) => {
    await start({ faults: [{ resource: 'east', fault }], timeouts: { firstOutputMs: 400, connectMs: 200 } });
    const { chunks, served } = await stream();
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    expect(await textOf(chunks)).toMatch(/\[DONE\]\n\n$/);
  });

  it.each([
    ['ends without its end', { kind: 'cut-after', chunks: 8, how: 'close' }, 'upstream_malformed'],
    ['is reset', { kind: 'cut-after', chunks: 8, how: 'reset' }, 'upstream_malformed'],
    ['reports an error', { kind: 'error-in-stream', chunks: 8 }, 'upstream_failed'],
    ['falls silent', { kind: 'stall', chunks: 8 }, 'upstream_timeout'],
  ] as const)('tries nothing again once output has gone out, when the stream %s', async (_what, fault, code) => {
    await start({ faults: [{ resource: 'east', fault }], timeouts: { idleMs: 400 } });
    const { chunks } = await stream();
    await expect(textOf(chunks)).rejects.toMatchObject({ code });
    expect(running.simulator.counts().calls).toBe(1);
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now()).status).toBe('failing');
  });

  it('wants every one of several choices', async () => {
    await start();
    const text = await textOf((await stream({ ...ask, n: 3 })).chunks);
    expect(text.match(/"finish_reason":"length"/g)).toHaveLength(3);
  });

  it('passes a stream of the asynchronous filter on to its end', async () => {
    await start({ faults: [{ resource: 'east', fault: { kind: 'async-filter' } }] });
    const text = await textOf((await stream({ ...ask, max_tokens: 60 })).chunks);
    expect(text).toContain('content_filter_offsets');
    expect(text).toMatch(/\[DONE\]\n\n$/);
  });

  it('remembers that a deployment does not take stream options', async () => {
    let refused = 0;
    const upstream = await startScriptedUpstream((response, { body }) => {
      if (body.includes('stream_options')) {
        refused += 1;
        response.writeHead(400).end(JSON.stringify({ error: { message: 'No.', param: 'stream_options', code: null } }));
      } else
        response.end(
          'data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
        );
    });
    await start({ file: () => onlyEast(upstream.url) });
    await textOf((await stream()).chunks);
    await textOf((await stream()).chunks);
    expect([refused, upstream.requests.length]).toEqual([1, 3]);
    await upstream.stop();
  });

  it('stops the upstream when the caller hangs up', async () => {
    await start({ faults: [{ fault: { kind: 'delay-chunks', delayMs: 20 } }] });
    const caller = new AbortController();
    const { chunks } = await stream(ask, { gone: caller.signal });
    await chunks.next();
    caller.abort();
    await expect(textOf(chunks)).rejects.toMatchObject({ code: 'caller_gone' });
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
    expect(running.log.of('call-ended')).toMatchObject([{ outcome: 'abandoned' }]);
  });
});

function onlyEast(url: string): object {
  return {
    upstreams: { east: { endpoint: url, credential: { setting: 'EAST_KEY' } } },
    models: { 'gpt-4o': { deployments: [{ name: 'chat-east', upstream: 'east', deployment: 'chat-east' }] } },
  };
}
