import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { answerEmbeddings } from '../../../shared/http/embeddings-route.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { callFunction } from '../../setup/call-function.ts';
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

function ask(body: object, deployment?: string) {
  const worker = { gateway, log: running.log, maxBodyBytes: 1_000_000, now: Date.now, newRequestId: () => 'new-id' };
  return callFunction(
    (arrivals) => endpoint((exchange) => answerEmbeddings(exchange, gateway, deployment), { ...worker, arrivals }),
    { path: '/v1/embeddings', headers: { 'api-key': running.key }, body },
  );
}

const model = 'text-embedding-3-small';

describe('answerEmbeddings', () => {
  it('embeds what the body holds', async () => {
    const answer = await ask({ model, input: ['a', 'b'], dimensions: 4 });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).data.map(({ embedding }: { embedding: number[] }) => embedding.length)).toEqual([
      4, 4,
    ]);
    expect(answer.headers.get('x-sluice-deployment')).toBe('embed-east');
  });

  it('answers many texts as one list', async () => {
    const answer = await ask({ model, input: Array.from({ length: 2050 }, () => 'a'), dimensions: 1 });
    expect(JSON.parse(answer.text).data).toHaveLength(2050);
    expect(answer.headers.get('x-sluice-attempts')).toBe('2');
  });

  it('goes by the deployment of the path', async () => {
    expect((await ask({ input: 'a' }, model)).status).toBe(200);
    expect((await ask({ model, input: 'a' }, 'nothing')).status).toBe(404);
  });

  it('refuses a body without input', async () => {
    const answer = await ask({ model });
    expect([answer.status, JSON.parse(answer.text).error.param]).toEqual([400, 'input']);
  });
});
