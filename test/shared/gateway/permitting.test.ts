import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOperations, type CallerOperation } from '../../../shared/config/caller-operations.ts';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let gateway: Gateway;
beforeAll(async () => {
  running = await startGatewayParts();
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
afterAll(async () => {
  await gateway.close();
  await running.stop();
});

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }] };
const text = { model: 'gpt-4o', text: 'Hello.' };
const prompt = { model: 'gpt-4o', prompt: 'Hello.' };
const embeddings = { model: 'text-embedding-3-small', input: 'Hello.' };
const callAs = (operations: readonly CallerOperation[]) =>
  running.call({ caller: { ...running.caller, operations: new Set(operations) } });
type Ask = (operations: readonly CallerOperation[]) => unknown;

const asks: readonly (readonly [keyof Gateway, CallerOperation, Ask])[] = [
  ['complete', 'chat', (may) => gateway.complete(chat, callAs(may))],
  ['completeAsStream', 'chat', (may) => gateway.completeAsStream({ ...chat, stream: true }, callAs(may))],
  ['generate', 'chat', (may) => gateway.generate(prompt, callAs(may))],
  ['generateAsStream', 'chat', (may) => gateway.generateAsStream(prompt, callAs(may))],
  ['embed', 'embeddings', (may) => gateway.embed(embeddings, callAs(may))],
  ['explain', 'explain', (may) => gateway.explain('gpt-4o', callAs(may))],
  ['dryRunChat', 'explain', (may) => gateway.dryRunChat(chat, callAs(may))],
  ['dryRunEmbeddings', 'explain', (may) => gateway.dryRunEmbeddings(embeddings, callAs(may))],
  ['batch', 'batch', (may) => gateway.batch({ requests: [] }, callAs(may))],
  ['split', 'split', (may) => gateway.split({ ...text, max_tokens: 10 }, callAs(may))],
  ['summarise', 'summaries', (may) => gateway.summarise(text, callAs(may))],
  ['summariseAsStream', 'summaries', (may) => gateway.summariseAsStream(text, callAs(may))],
  ['count', 'count', (may) => gateway.count({ model: 'gpt-4o', input: 'Hello.' }, callAs(may))],
  ['usage', 'usage', (may) => gateway.usage({}, callAs(may)).catch(() => 'no usage is kept here')],
  ['limits', 'limits', (may) => gateway.limits(undefined, callAs(may))],
  ['budgets', 'limits', (may) => gateway.budgets(undefined, callAs(may))],
  ['modelsFor', 'models', (may) => gateway.modelsFor(callAs(may).caller)],
  ['modelFor', 'models', (may) => gateway.modelFor('gpt-4o', callAs(may).caller)],
];

describe('a gateway', () => {
  it.each(asks)('offers %s to whoever may use %s, and to nobody else', async (_method, operation, ask) => {
    await ask([operation]);
    const others = callerOperations.filter((other) => other !== operation);
    expect(() => ask(others)).toThrow(expect.objectContaining({ code: 'operation_not_allowed' }));
  });

  it('has no operation that is not asked for', () => {
    const asked = new Set<string>(asks.map(([method]) => method));
    // What they are is asked of no caller, or of admin callers only.
    const free = ['recall', 'metrics', 'figures', 'authorise', 'health', 'readiness', 'providersHealth', 'close'];
    expect(Object.keys(gateway).filter((method) => !asked.has(method) && !free.includes(method))).toEqual([]);
  });
});
