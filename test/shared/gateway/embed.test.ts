import { afterEach, describe, expect, it } from 'vitest';
import { embed } from '../../../shared/gateway/embed.ts';
import type { EmbeddingsRequest } from '../../../shared/openai/embeddings-request.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { startScriptedUpstream } from '../../setup/scripted-upstream.ts';

let running: GatewayParts;
afterEach(() => running.stop());

const model = 'text-embedding-3-small';
const run = async (request: EmbeddingsRequest, options: GatewayPartsOptions = {}) => {
  running = await startGatewayParts(options);
  return embed({ model, ...request }, running.call(), running.parts);
};

/** An upstream that embeds each text as its own length, so that order can be seen. */
function lengthsUpstream(answer?: (inputs: string[]) => object) {
  return startScriptedUpstream((response, { body }) => {
    const { input } = JSON.parse(body);
    const data = input.map((text: string, index: number) => ({ object: 'embedding', index, embedding: [text.length] }));
    const usage = { prompt_tokens: input.length, total_tokens: input.length };
    response.end(JSON.stringify(answer?.(input) ?? { object: 'list', model, data, usage }));
  });
}

const before = (url: string): GatewayPartsOptions => ({
  file: () => ({
    upstreams: { east: { endpoint: url, credential: { setting: 'EAST_KEY' } } },
    models: {
      [model]: {
        deployments: [
          { name: 'embed-1', upstream: 'east', deployment: 'e1', priority: 1 },
          { name: 'embed-2', upstream: 'east', deployment: 'e2', priority: 2 },
        ],
      },
    },
  }),
});

describe('embed', () => {
  it('answers one text in the upstream’s own bytes', async () => {
    const { body, served } = await run({ input: 'Hello', dimensions: 8 });
    expect(body).toBeInstanceOf(Uint8Array);
    expect(JSON.parse(body instanceof Uint8Array ? Buffer.from(body).toString() : '')).toMatchObject({
      data: [{ index: 0 }],
    });
    expect(served).toMatchObject({ deployment: { name: 'embed-east' }, attempts: 1 });
    expect(running.log.of('call-ended')).toMatchObject([
      { operation: 'embeddings', outcome: 'completed', completionTokens: 0, stream: false },
    ]);
  });

  it('splits what is longer than 2048 texts, in order, at one deployment, and adds the usage up', async () => {
    const upstream = await lengthsUpstream();
    const input = Array.from({ length: 5000 }, (_, index) => 'x'.repeat(1 + (index % 97)));
    const { body, served } = await run({ input }, before(upstream.url));
    if (body instanceof Uint8Array) expect.unreachable('it was not merged');
    expect(body.data.map(({ index }) => index)).toEqual(input.map((_, index) => index));
    expect(body.data.map(({ embedding }) => embedding[0])).toEqual(input.map((text) => text.length));
    expect(body.usage).toMatchObject({ prompt_tokens: 5000, total_tokens: 5000 });
    expect(
      upstream.requests.map((request) => JSON.parse(request.body)).map((each) => [each.model, each.input.length]),
    ).toEqual([
      ['e1', 2048],
      ['e1', 2048],
      ['e1', 904],
    ]);
    expect(served).toMatchObject({ deployment: { name: 'embed-1' }, attempts: 3 });
    expect(running.log.of('call-ended')).toMatchObject([{ promptTokens: 5000, attempts: 3 }]);
    await upstream.stop();
  });

  it('keeps the later parts at the deployment that served the first, since vectors of two do not compare', async () => {
    const upstream = await startScriptedUpstream((response, { body }) => {
      const { input, model: deployment } = JSON.parse(body);
      const isFirst = input.length === 2048;
      if (deployment === (isFirst ? 'e1' : 'e2')) return response.writeHead(500).end();
      const data = input.map((_: string, index: number) => ({ object: 'embedding', index, embedding: [1] }));
      return response.end(
        JSON.stringify({ object: 'list', model, data, usage: { prompt_tokens: 1, total_tokens: 1 } }),
      );
    });
    await expect(run({ input: Array.from({ length: 2049 }, () => 'x') }, before(upstream.url))).rejects.toMatchObject({
      code: 'upstream_failed',
    });
    expect(upstream.requests.map((request) => JSON.parse(request.body).model).slice(0, 3)).toEqual(['e1', 'e2', 'e2']);
    expect(upstream.requests.slice(2).every((request) => JSON.parse(request.body).model === 'e2')).toBe(true);
    await upstream.stop();
  });

  it.each([
    ['fewer vectors than texts', { object: 'list', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } }],
    [
      'something that is no vector',
      { object: 'list', data: [{ index: 0, embedding: 7 }], usage: { prompt_tokens: 1, total_tokens: 1 } },
    ],
    ['no list', { object: 'list' }],
  ])('goes elsewhere after %s', async (_what, bad) => {
    let calls = 0;
    const upstream = await lengthsUpstream(() => {
      calls += 1;
      return calls === 1
        ? bad
        : {
            object: 'list',
            model,
            data: [{ object: 'embedding', index: 0, embedding: [1] }],
            usage: { prompt_tokens: 1, total_tokens: 1 },
          };
    });
    const { served } = await run({ input: ['x'] }, before(upstream.url));
    expect(served).toMatchObject({ deployment: { name: 'embed-2' }, attempts: 2 });
    await upstream.stop();
  });

  it('knows no usage where the upstream tells none', async () => {
    const upstream = await lengthsUpstream((input) => ({
      object: 'list',
      model,
      data: input.map((_, index) => ({ object: 'embedding', index, embedding: [1] })),
    }));
    await run({ input: ['x'] }, before(upstream.url)).catch((error: unknown) => error);
    expect(running.log.of('call-ended').every(({ promptTokens }) => promptTokens === undefined)).toBe(true);
    await upstream.stop();
  });

  it('passes on why an input is refused', async () => {
    await expect(run({ input: 'Hello', dimensions: 99_999 })).rejects.toMatchObject({
      code: 'upstream_refused',
      param: 'dimensions',
    });
  });

  it('does not embed with a model that is not configured', async () => {
    await expect(run({ input: 'x', model: 'nothing' })).rejects.toMatchObject({ code: 'model_not_found' });
  });
});
