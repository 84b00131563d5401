import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let gateway: Gateway;
beforeEach(async () => {
  running = await startGatewayParts();
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
afterEach(async () => {
  await gateway.close();
  await running.stop();
});

const ask = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }], max_tokens: 3 };

describe('createGateway', () => {
  it('makes no call before it is asked to', () => {
    expect(running.simulator.counts()).toMatchObject({ calls: 0, openConnections: 0 });
    expect(gateway.health(running.call().caller).deployments.every(({ status }) => status === 'unused')).toBe(true);
  });

  it('offers every operation over one memory of its deployments', async () => {
    const { caller, keyId } = await gateway.authorise({ key: running.key });
    const call = running.call({ caller, keyId });
    const whole = await gateway.complete(ask, call);
    expect(JSON.parse(Buffer.from(whole.body).toString())).toHaveProperty('choices');
    const { chunks } = await gateway.completeAsStream({ ...ask, stream: true }, call);
    let text = '';
    for await (const chunk of chunks) text += chunk.toString();
    expect(text).toContain('[DONE]');
    const embedded = await gateway.embed({ model: 'text-embedding-3-small', input: 'Hi' }, call);
    expect(embedded.served.deployment.name).toBe('embed-east');
    expect(gateway.modelsFor(caller).map(({ id }) => id)).toContain('gpt-4o');
    expect(gateway.modelFor('gpt-4o', caller).health).toBe('healthy');
    const { deployments } = gateway.health(caller);
    expect(deployments.find(({ name }) => name === 'chat-east')).toMatchObject({ requestCount: 2, status: 'ok' });
    expect(await gateway.providersHealth(caller)).toMatchObject([{ provider: 'azure-openai', status: 'ok' }]);
    expect((await gateway.readiness()).ready).toBe(true);
  });

  it('keeps what it knows from every other gateway', async () => {
    const other = createGateway(running.config, {
      credentialOf: running.parts.credentialOf,
      log: running.log,
      now: Date.now,
      random: () => 0,
    });
    await gateway.complete(ask, running.call());
    expect(other.health(running.call().caller).deployments.every(({ requestCount }) => requestCount === 0)).toBe(true);
    await other.close();
  });

  it('closes its connections', async () => {
    await gateway.complete(ask, running.call());
    expect(running.simulator.counts().openConnections).toBeGreaterThan(0);
    await gateway.close();
    await expect.poll(() => running.simulator.counts().openConnections).toBe(0);
  });
});
