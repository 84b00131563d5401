import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../../local/azure/fault-rule.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

/** Words that stand for what must not be seen: in upstream keys, the prompt, a tool, a header, a query. */
const planted = {
  eastKey: 'e4st0planted0key0e4st0planted0ke',
  westKey: 'we5t0planted0key0we5t0planted0ke',
  prompt: 'zebrafish-prompt-planted',
  tool: 'walrus_tool_planted',
  token: 'planted-bearer-token-ocelot',
  wrongKey: `sluice_wrongkey00_${'planted-okapi-'.repeat(4).slice(0, 43)}`,
};

let app: RunningApp;
const answers: string[] = [];
beforeAll(async () => {
  app = await startApp({
    caller: { admin: true },
    env: {
      EAST_KEY: planted.eastKey,
      WEST_KEY: planted.westKey,
      SLUICE_LOG_LEVEL: 'debug',
      SLUICE_LOG_SETTINGS: 'true',
    },
    timeouts: { connectMs: 200, firstOutputMs: 200, idleMs: 200, attemptMs: 400, deadlineMs: 1_000 },
    simulator: {
      tokenDelayMs: 0,
      resources: {
        east: {
          keys: [planted.eastKey, 'x'.repeat(32)],
          deployments: {
            'chat-east': { model: 'gpt-4o' },
            'mini-east': { model: 'gpt-4o-mini' },
            'embed-east': { model: 'text-embedding-3-small' },
          },
        },
        west: {
          keys: [planted.westKey, 'y'.repeat(32)],
          deployments: { 'chat-west': { model: 'gpt-4o' }, 'mini-west': { model: 'gpt-4o-mini' } },
        },
      },
    },
  });
});
afterAll(() => app.stop());

const body = (stream: boolean) => ({
  model: 'gpt-4o',
  stream,
  messages: [{ role: 'user', content: planted.prompt }],
  tools: [{ type: 'function', function: { name: planted.tool } }],
});

async function note(response: Response): Promise<void> {
  const text = await response.text().catch(() => 'cut');
  // A whole answer may speak of the prompt; an error may not.
  answers.push(JSON.stringify([...response.headers]), response.ok ? '' : text);
}

const faults: Fault[] = [
  ...(
    [
      'key-401',
      'token-401',
      'rbac-401',
      'firewall-403',
      'deployment-404',
      'resource-404',
      'filter-400',
      'length-400',
      'internal-500',
      'throttled-86400',
    ] as const
  ).map((name): Fault => ({ kind: 'status', body: name })),
  ...[400, 403, 404, 408, 409, 413, 415, 422, 499, 500, 502, 503, 504].map((status): Fault => ({
    kind: 'status',
    status,
  })),
  { kind: 'reset' },
  { kind: 'garbage' },
  { kind: 'truncated-json' },
  { kind: 'stall', beforeHeaders: true },
  { kind: 'stall', chunks: 3 },
  { kind: 'cut-after', chunks: 3, how: 'reset' },
  { kind: 'cut-after', chunks: 3, how: 'close' },
  { kind: 'error-in-stream', chunks: 3 },
  { kind: 'error-in-stream', chunks: 0 },
  { kind: 'empty-choices' },
];

it('planted secrets, prompts and tool names appear in no log, error, header or metric of a run that provokes every error', async () => {
  for (const fault of faults) {
    app.simulator.clearFaults();
    app.simulator.inject({ fault });
    const before = app.simulator.counts().calls;
    await Promise.all([false, true].map(async (stream) => note(await app.post('/v1/chat/completions', body(stream)))));
    expect(app.simulator.counts().calls, JSON.stringify(fault)).toBeGreaterThan(before + 1);
  }
  app.simulator.clearFaults();
  // 429s last: they are remembered.
  app.simulator.inject({ fault: { kind: 'status', body: 'capacity' } });
  await note(await app.post('/v1/chat/completions', body(false)));
  app.simulator.clearFaults();

  const callers: Record<string, string>[] = [
    { authorization: `Bearer ${planted.wrongKey}` },
    { 'api-key': planted.wrongKey },
    { 'x-functions-key': planted.wrongKey },
    { authorization: `Basic ${planted.token}` },
    { cookie: planted.token, 'x-request-id': `bad id ${planted.token}` },
  ];
  for (const headers of callers) {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body(false)),
    };
    await note(await fetch(`${app.url}/v1/chat/completions?secret=${planted.token}`, init));
  }
  for (const text of [
    `{"messages": ${planted.prompt}`,
    JSON.stringify({ model: planted.prompt, messages: 1 }),
    `["${planted.prompt}"]`,
  ]) {
    await note(await app.post('/v1/chat/completions', text));
    await note(await app.post('/v1/embeddings', text));
  }
  await note(await app.post('/v1/chat/completions', { ...body(false), temperature: planted.prompt }));
  await note(await fetch(`${app.url}/openai/health`, { headers: { 'api-key': app.key } }));
  await app.simulator.resources['east']?.stop();
  await app.simulator.resources['west']?.stop();
  await note(await app.post('/v1/chat/completions', body(true)));
  await note(await fetch(`${app.url}/health/ready`));

  const metrics = await fetch(`${app.url}/metrics`, { headers: { 'api-key': app.key } });
  expect(metrics.status).toBe(200);
  answers.push(await metrics.text());

  const seen = [...answers, ...app.host.logs()].join('\n');
  expect(app.host.logs().length).toBeGreaterThan(faults.length);
  expect(seen).not.toContain('"status":500,"code":"internal_error"');
  for (const [name, word] of Object.entries({ ...planted, gatewayKey: app.key.slice(-43) })) {
    expect(seen.includes(word), `${name} was seen`).toBe(false);
  }
}, 90_000);
