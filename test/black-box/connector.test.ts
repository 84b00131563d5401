import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, type Described } from '../setup/connector-definition.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { swaggerMistakes } from '../setup/swagger-mistakes.ts';

const definition = new URL('../../infra/connector/key/apiDefinition.swagger.json', import.meta.url);
const operations = operationsOf(JSON.parse(readFileSync(definition, 'utf8')));
type Operation = (typeof operations)[number];

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    caller: { limits: { requestsPerMinute: 1_000 }, budgets: [{ per: 'day', tokens: 1_000_000 }] },
  });
}, 60_000);
afterAll(() => app.stop());

/** Calls an operation with the values that the connector itself gives as examples. */
function call({ path, method, parameters, body }: Operation, changes: object = {}): Promise<Response> {
  const query = new URLSearchParams(
    Object.fromEntries(
      parameters.flatMap(({ name, in: place, 'x-ms-test-value': value }) =>
        place === 'query' && value !== undefined ? [[name, value]] : [],
      ),
    ),
  );
  return fetch(`${app.url}${path}?${query.toString()}`, {
    method,
    headers: { 'api-key': app.key, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify({ ...Object(body.schema.example), ...changes }),
  });
}

describe('an operation of the connector', () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'answers what %s says it does, asked with its own example',
    async (_id, operation) => {
      const answer = await call(operation);
      const text = await answer.text();
      expect([answer.status, text]).toEqual([200, expect.any(String)]);
      expect(swaggerMistakes(operation.answer.schema, JSON.parse(text))).toEqual([]);
    },
  );

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
    const chat = operations.find(({ operationId }) => operationId === 'CompleteChat') ?? expect.unreachable();
    const answer = await call(chat, { model: 'gpt-17' });
    expect(answer.status).toBe(404);
    expect(swaggerMistakes(responses.Error.schema, JSON.parse(await answer.text()))).toEqual([]);
  });

  it('lists for its model those that the connection may use for it', async () => {
    const list = operations.find(({ operationId }) => operationId === 'ListModels') ?? expect.unreachable();
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
