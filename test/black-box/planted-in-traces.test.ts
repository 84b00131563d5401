import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../../local/azure/fault-rule.ts';
import { ofKind } from '../setup/envelopes.ts';
import { startTracedApp, type TracedApp } from '../setup/traced-app.ts';

/** Words that stand for what must not leave: keys, a prompt, an answer, a tool, what a caller puts into a request. */
const planted = {
  eastKey: 'e4st0planted0key0e4st0planted0ke',
  westKey: 'we5t0planted0key0we5t0planted0ke',
  prompt: 'zebrafish-prompt-planted',
  answer: 'pangolin',
  tool: 'walrus_tool_planted',
  query: 'planted-query-ocelot',
  session: 'planted-session-tapir',
  model: 'planted-model-numbat',
  path: 'planted-path-quokka',
  agent: 'planted-agent-axolotl',
};

let app: TracedApp;
beforeAll(async () => {
  app = await startTracedApp({
    timeouts: { connectMs: 200, firstOutputMs: 200, idleMs: 200, attemptMs: 400, deadlineMs: 1_000 },
    env: { EAST_KEY: planted.eastKey },
    caller: { budgets: [{ per: 'day', tokens: 100_000, for: 'session' }] },
    simulator: {
      tokenDelayMs: 0,
      ingestion: true,
      identity: true,
      vaultSecrets: { 'west-key': planted.westKey },
      resources: {
        east: { keys: [planted.eastKey, 'x'.repeat(32)], deployments: { 'chat-east': { model: 'gpt-4o' } } },
        west: { keys: [planted.westKey, 'y'.repeat(32)], deployments: { 'chat-west': { model: 'gpt-4o' } } },
      },
    },
    upstreamsAndModels: ({ resources }) => ({
      upstreams: {
        east: { endpoint: resources['east']?.url, apiVersion: '2024-10-21', credential: { setting: 'EAST_KEY' } },
        west: { endpoint: resources['west']?.url, credential: { keyVaultSecret: 'west-key' } },
      },
      models: {
        'gpt-4o': {
          deployments: [
            { name: 'chat-east', upstream: 'east', deployment: 'chat-east', priority: 1 },
            { name: 'chat-west', upstream: 'west', deployment: 'chat-west', priority: 2 },
          ],
        },
      },
    }),
    envOf: ({ vault, identity }) => ({
      SLUICE_KEY_VAULT_URL: vault?.url ?? '',
      IDENTITY_ENDPOINT: identity?.url ?? '',
      IDENTITY_HEADER: identity?.header ?? '',
    }),
  });
});
afterAll(() => app.stop());

const faults: (Fault | undefined)[] = [
  undefined,
  { kind: 'status', body: 'key-401' },
  { kind: 'status', body: 'filter-400' },
  { kind: 'status', body: 'length-400' },
  { kind: 'status', body: 'internal-500' },
  { kind: 'status', body: { error: { message: `You said ${planted.prompt}`, code: planted.prompt } }, status: 400 },
  { kind: 'reset' },
  { kind: 'garbage' },
  { kind: 'truncated-json' },
  { kind: 'stall', chunks: 3 },
  { kind: 'cut-after', chunks: 3, how: 'reset' },
  { kind: 'error-in-stream', chunks: 3 },
];

it('planted secrets, prompts, answers and what callers make up appear in nothing that Application Insights is sent', async () => {
  const messages = [{ role: 'user', content: `${planted.prompt} say ${planted.answer}` }];
  const tools = [{ type: 'function', function: { name: planted.tool } }];
  const headers = { 'x-sluice-session': planted.session, 'user-agent': planted.agent };
  const send = async (path: string, body: unknown): Promise<void> => {
    await (await app.post(path, body, { headers })).text().catch(() => 'cut');
  };
  for (const fault of faults) {
    app.simulator.clearFaults();
    if (fault !== undefined) app.simulator.inject({ fault });
    for (const stream of [false, true]) {
      await send(`/v1/chat/completions?secret=${planted.query}`, { model: 'gpt-4o', stream, messages, tools });
    }
  }
  app.simulator.clearFaults();
  await send('/v1/chat/completions', { model: planted.model, messages });
  await send('/v1/batch', { requests: [{ id: planted.prompt, body: { model: planted.model, messages } }] });
  await send('/v1/chat/completions', `{"messages": ${planted.prompt}`);
  await send('/v1/embeddings', { model: planted.model, input: planted.prompt });
  await send(`/openai/deployments/${planted.path}/chat/completions?api-version=2024-10-21`, { messages });
  await fetch(`${app.url}/v1/models/${planted.path}?key=${planted.query}`, { headers: { 'api-key': app.key } });
  await fetch(`${app.url}/${planted.path}`);
  await app.terminate();

  const sent = app.ingestion.texts().join('\n');
  expect(ofKind(app.ingestion.envelopes(), 'RequestData').length).toBeGreaterThan(2 * faults.length);
  expect(sent).toContain('key vault read');
  for (const [name, word] of Object.entries({ ...planted, gatewayKey: app.key.slice(-43) })) {
    expect(sent.includes(word), `${name} was sent`).toBe(false);
  }
}, 60_000);
