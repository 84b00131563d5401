import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { operationsOf, type Described } from '../setup/connector-definition.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { swaggerMistakes } from '../setup/swagger-mistakes.ts';

const definition = new URL('../../infra/connector/key/apiDefinition.swagger.json', import.meta.url);
const operations = operationsOf(JSON.parse(readFileSync(definition, 'utf8')));
type Operation = (typeof operations)[number];

const operationCalled = (id: string) =>
  operations.find(({ operationId }) => operationId === id) ?? expect.unreachable(`There is no ${id}.`);

let azurite: Azurite;
let app: RunningApp;
beforeAll(async () => {
  azurite = await startAzurite('all');
  app = await startApp({
    env: { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory' },
    caller: { limits: { requestsPerMinute: 1_000 }, budgets: [{ per: 'day', tokens: 1_000_000 }] },
  });
}, 60_000);
afterAll(async () => {
  await app.stop();
  await azurite.close();
});

/** Calls an operation with the values that the connector itself gives as examples; a job's id is one that was accepted. */
function call(
  { path, method, parameters, body }: Operation,
  changes: object = {},
  { id = '', headers = {} }: { id?: string; headers?: Record<string, string> } = {},
) {
  const query = new URLSearchParams(
    Object.fromEntries(
      parameters.flatMap(({ name, in: place, 'x-ms-test-value': value }) =>
        place === 'query' && value !== undefined ? [[name, value]] : [],
      ),
    ),
  );
  return fetch(`${app.url}${path.replace('{id}', id)}?${query.toString()}`, {
    method,
    headers: { 'api-key': app.key, 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify({ ...Object(body.schema.example), ...changes }),
  });
}

/** Has a call put off, and gives the id of its job. */
async function acceptedJob(operation: Operation, headers: Record<string, string> = {}): Promise<string> {
  const answer = await call(operation, {}, { headers: { prefer: 'respond-async', ...headers } });
  const accepted = JSON.parse(await answer.text());
  expect(answer.status).toBe(202);
  expect(
    swaggerMistakes(operation.pending?.schema ?? expect.unreachable('It says nothing of jobs.'), accepted),
  ).toEqual([]);
  return accepted.id;
}

describe('an operation of the connector', () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'answers what %s says it does, asked with its own example',
    async (_id, operation) => {
      const id = operation.path.includes('{id}') ? await acceptedJob(operationCalled('CompleteChat')) : '';
      const text = await vi.waitFor(
        async () => {
          const answer = await call(operation, {}, { id });
          expect(answer.status).toBe(200);
          return answer.text();
        },
        { timeout: 20_000, interval: 200 },
      );
      expect(swaggerMistakes(operation.answer.schema, JSON.parse(text))).toEqual([]);
    },
  );

  it.each(
    operations.flatMap((operation) =>
      operation.parameters.some(({ name }) => name === 'prefer') ? [[operation.operationId, operation] as const] : [],
    ),
  )('is answered later when it is asked to: %s', async (_id, operation) => {
    const key = { 'idempotency-key': `run-1-${operation.operationId}` };
    const id = await acceptedJob(operation, key);
    expect(await acceptedJob(operation, key)).toBe(id);
    const text = await vi.waitFor(
      async () => {
        const answer = await call(operationCalled('GetJobAnswer'), {}, { id });
        expect(answer.status).toBe(200);
        return answer.text();
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(swaggerMistakes(operation.answer.schema, JSON.parse(text))).toEqual([]);
  });

  it.each(
    operations.flatMap((operation) => (operation.body === undefined ? [] : [[operation.operationId, operation]])),
  )('takes its example for %s by its own schema, too', (_id, { body }) => {
    const schema = body?.schema ?? expect.unreachable('There is no body.');
    const { example } = schema;
    expect(swaggerMistakes(schema, example)).toEqual([]);
    expect(Object.keys(Object(example)).filter((name) => schema.properties?.[name] === undefined)).toEqual([]);
  });

  it('fails in the form that it says', async () => {
    const { responses } = JSON.parse(readFileSync(definition, 'utf8'));
    const chat = operationCalled('CompleteChat');
    const answer = await call(chat, { model: 'gpt-17' });
    expect(answer.status).toBe(404);
    expect(swaggerMistakes(responses.Error.schema, JSON.parse(await answer.text()))).toEqual([]);
  });

  it('is refused the name of another call', async () => {
    const { responses } = JSON.parse(readFileSync(definition, 'utf8'));
    const key = { 'idempotency-key': 'run-2' };
    const summarise = operationCalled('SummariseText');
    await acceptedJob(summarise, key);
    const answer = await call(summarise, { text: 'Another text.' }, { headers: { prefer: 'respond-async', ...key } });
    const refusal = JSON.parse(await answer.text());
    expect([answer.status, refusal.error.code]).toEqual([422, 'idempotency_key_reused']);
    expect(swaggerMistakes(responses.Error.schema, refusal)).toEqual([]);
  });

  it('lists for its model those that the connection may use for it', async () => {
    const list = operationCalled('ListModels');
    for (const [capability, models] of [
      ['chat', ['gpt-4o', 'gpt-4o-mini']],
      ['embeddings', ['text-embedding-3-small']],
    ] as const) {
      const answer = await fetch(`${app.url}${list.path}?capability=${capability}`, {
        headers: { 'api-key': app.key },
      });
      const { data } = JSON.parse(await answer.text());
      expect(data.map(({ id }: Described & { id: string }) => id)).toEqual(models);
    }
  });
});
