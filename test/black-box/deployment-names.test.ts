import { afterEach, describe, expect, it } from 'vitest';
import { jsonOf } from '../setup/function-app.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
afterEach(() => app.stop());

/** One deployment of each model, so that a name of its own and its name on the resource are two spellings of one thing. */
const named = {
  upstreamsAndModels: (simulator: Parameters<typeof upstreamOf>[0]) => ({
    upstreams: { east: upstreamOf(simulator) },
    models: {
      'gpt-4o': { deployments: [{ upstream: 'east', deployment: 'chat-east' }] },
      'text-embedding-3-small': { deployments: [{ upstream: 'east', deployment: 'embed-east' }] },
    },
  }),
};

function upstreamOf({ resources }: RunningApp['simulator']) {
  return { endpoint: resources['east']?.url, apiVersion: '2024-10-21', credential: { setting: 'EAST_KEY' } };
}

const chat = { messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 3 };
const kinds = {
  chat: { model: 'gpt-4o', onResource: 'chat-east', path: 'chat/completions', body: chat },
  embeddings: { model: 'text-embedding-3-small', onResource: 'embed-east', path: 'embeddings', body: { input: 'sky' } },
} as const;

function spellings({ onResource, path, body }: (typeof kinds)[keyof typeof kinds]) {
  return [
    ['its own name', `/v1/${path}`, { ...body, model: `east-${onResource}` }],
    ['its name on the resource', `/v1/${path}`, { ...body, model: onResource }],
    ['its name in the path', `/openai/deployments/${onResource}/${path}?api-version=2024-10-21`, body],
  ] as const;
}

describe.each(['chat', 'embeddings'] as const)('%s of a deployment called by name', (kind) => {
  const { model, path, body } = kinds[kind];

  it('counts against the rate of its model, and is refused when that is used up', async () => {
    await startWith({ caller: { limits: { models: { [model]: { requestsPerMinute: 3 } } } } });
    for (const [, address, request] of spellings(kinds[kind])) {
      expect((await app.post(address, request)).status).toBe(200);
    }
    expect((await app.post(`/v1/${path}`, { ...body, model })).status).toBe(429);
    for (const [how, address, request] of spellings(kinds[kind])) {
      const refused = await app.post(address, request);
      expect([how, refused.status, (await jsonOf(refused)).error.code]).toEqual([how, 429, 'rate_limit_exceeded']);
    }
    expect(app.simulator.counts().calls).toBe(3);
  });

  it('is refused to a caller who may not use its model', async () => {
    await startWith({ models: [kinds[kind === 'chat' ? 'embeddings' : 'chat'].model] });
    for (const [how, address, request] of spellings(kinds[kind])) {
      const refused = await app.post(address, request);
      expect([how, refused.status, (await jsonOf(refused)).error.code]).toEqual([how, 403, 'model_not_allowed']);
    }
    expect(app.simulator.counts().calls).toBe(0);
  });

  it('is refused to a caller whose operations are others, and to one whose budget is used up', async () => {
    await startWith({ caller: { operations: ['models'], budgets: [{ tokens: 1, per: 'day' }] } });
    for (const [how, address, request] of spellings(kinds[kind])) {
      expect([how, (await app.post(address, request)).status]).toEqual([how, 403]);
    }
    await app.stop();
    await startWith({ caller: { budgets: [{ tokens: 1, per: 'day' }] } });
    const long = kind === 'chat' ? {} : { input: 'Why is the sky blue, and why is it red in the evening?' };
    for (const [how, address, request] of spellings(kinds[kind])) {
      const refused = await app.post(address, { ...request, ...long });
      expect([how, (await jsonOf(refused)).error.code]).toEqual([how, 'budget_exceeded']);
    }
    expect(app.simulator.counts().calls).toBe(0);
  });

  it('is written down and counted under its model', async () => {
    await startWith({ caller: { admin: true }, env: { SLUICE_USAGE_STORE: 'memory' } });
    for (const [, address, request] of spellings(kinds[kind])) {
      expect((await app.post(address, request)).status).toBe(200);
    }
    const { data } = await jsonOf(await get('/v1/usage?group_by=model'));
    expect(data).toMatchObject([{ group: { model }, calls: 3 }]);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(new RegExp(`sluice_calls_total\\{[^}]*model="${model}"[^}]*\\} 3`));
    expect(metrics).not.toContain('model="other"');
  });
});

async function startWith(options: Parameters<typeof startApp>[0]): Promise<void> {
  app = await startApp({ ...named, ...options });
}

const get = (path: string) => fetch(app.url + path, { headers: { 'api-key': app.key } });
