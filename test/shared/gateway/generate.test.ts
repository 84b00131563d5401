import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generate, generateAsStream } from '../../../shared/gateway/generate.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { threeProviders } from '../../setup/three-providers.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts(threeProviders);
});
afterEach(() => running.stop());

const request = { model: 'any', prompt: 'Say something.', maxTokens: 20 };

describe('generate', () => {
  it('says who served, what was used and how long it took', async () => {
    const { body, served } = await generate(request, running.call({ requestId: 'request-7' }), running.parts);
    expect(served.deployment.name).toBe('any-azure');
    expect(body).toMatchObject({
      content: expect.stringContaining('Say something.'),
      provider: 'azure-openai',
      model: 'gpt-4o',
      deployment: 'any-azure',
      usage: { completionTokens: 20, estimated: false },
      finishReason: 'length',
      requestId: 'request-7',
    });
    expect(body.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('has only the provider serve that was asked for, whatever fails', async () => {
    running.simulator.inject({ resource: 'openai', fault: { kind: 'status', status: 400, body: 'length-400' } });
    const asked = generate({ ...request, provider: 'openai' }, running.call(), running.parts);
    await expect(asked).rejects.toMatchObject({ code: 'context_length_exceeded' });
    expect(running.simulator.ledger().map(({ resource }) => resource)).toEqual(['openai']);
  });
});

describe('generateAsStream', () => {
  it('ends with usage and done', async () => {
    const { chunks, served } = await generateAsStream(
      { ...request, provider: 'anthropic' },
      running.call(),
      running.parts,
    );
    expect(served.deployment.name).toBe('any-anthropic');
    const text = Buffer.concat(await Array.fromAsync(chunks)).toString();
    expect(text).toMatch(/^event: delta\ndata: \{"content":/);
    expect(text).toMatch(
      /event: usage\ndata: \{"promptTokens":\d+,[^\n]+\n\nevent: done\ndata: \{"finishReason":"length"[^\n]+\n\n$/,
    );
  });

  it('throws where the stream breaks, and says done of no broken one', async () => {
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 6 } });
    const { chunks } = await generateAsStream({ ...request, provider: 'anthropic' }, running.call(), running.parts);
    let text = '';
    const reading = async () => {
      for await (const chunk of chunks) text += chunk.toString();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'upstream_malformed' });
    expect(text).toContain('event: delta');
    expect(text).not.toContain('event: done');
  });

  it('ends the upstream’s work when its reader goes', async () => {
    running.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const { chunks } = await generateAsStream({ ...request, provider: 'anthropic' }, running.call(), running.parts);
    await chunks.next();
    await chunks.return(undefined);
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
  });
});

describe('a route that keeps answers or has a text to stand in', () => {
  const routed = (route: object) =>
    startGatewayParts({
      ...threeProviders,
      retry: { maxAttempts: 3, baseBackoffMs: 1, maxBackoffMs: 2 },
      file: ({ file }) => ({
        models: Object.fromEntries(
          Object.entries('models' in file ? Object(file.models) : {}).map(([alias, model]) => [
            alias,
            alias === 'any' ? { ...Object(model), ...route } : model,
          ]),
        ),
      }),
    });

  it('says so where nobody answered', async () => {
    const own = await routed({ degrade: { text: 'Please come back later.' } });
    own.simulator.inject({ fault: { kind: 'status', status: 503 } });
    const { body } = await generate(request, own.call(), own.parts);
    expect(body).toMatchObject({
      content: 'Please come back later.',
      provider: null,
      deployment: 'none',
      finishReason: 'stop',
    });
    const { chunks } = await generateAsStream(request, own.call(), own.parts);
    const text = Buffer.concat(await Array.fromAsync(chunks)).toString();
    expect(text).toContain('"content":"Please come back later."');
    expect(text).toContain('event: usage\ndata: null\n');
    await own.stop();
  });

  it('gives no kept answer of another provider to a call that names one', async () => {
    const own = await routed({ cache: { ttlSeconds: 60 } });
    const first = await generate(request, own.call(), own.parts);
    const again = await generate(request, own.call(), own.parts);
    expect([again.served.cache, again.body.provider]).toEqual(['hit', first.body.provider]);
    const elsewhere = await generate({ ...request, provider: 'anthropic' }, own.call(), own.parts);
    expect([elsewhere.served.cache, elsewhere.body.provider]).toEqual(['miss', 'anthropic']);
    await own.stop();
  });
});
