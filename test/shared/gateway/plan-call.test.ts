import { afterEach, describe, expect, it } from 'vitest';
import { planCall, tierOf } from '../../../shared/gateway/plan-call.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';

let running: GatewayParts;
afterEach(() => running.stop());
const start = async (options: object, more: GatewayPartsOptions = {}) => {
  running = await startGatewayParts({ ...routed(options), ...more });
};
const namesOf = (model: string, call = {}) =>
  planCall(model, 'chat/completions', running.call(call), running.parts).tiers.map(({ deployments }) =>
    deployments.map(({ name }) => name),
  );

describe('planCall', () => {
  it('puts a model’s own deployments first and those of its fallbacks behind, model by model', async () => {
    await start({ fallbacks: ['gpt-4o-mini'], strategy: 'random' });
    expect(namesOf('gpt-4o')).toEqual([
      ['chat-east', 'chat-west'],
      ['mini-east', 'mini-west'],
    ]);
    const { route, tiers } = planCall('gpt-4o', 'chat/completions', running.call(), running.parts);
    expect([route.alias, ...tiers.map(({ strategy }) => strategy)]).toEqual(['gpt-4o', 'random', 'weighted']);
  });

  it('leaves out a fallback of another provider than the caller wants, and throws for an unknown model', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] });
    const plan = () => namesOf('gpt-4o', { provider: 'openai' });
    await expect(async () => plan()).rejects.toMatchObject({ code: 'model_not_found', param: 'provider' });
    await expect(async () => namesOf('gpt-9')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('serves a deployment called by its own name by that one alone, as a call of its model without the route’s options', async () => {
    await start({ fallbacks: ['gpt-4o-mini'], whole: true });
    expect(namesOf('chat-west')).toEqual([['chat-west']]);
    expect(planCall('chat-west', 'chat/completions', running.call(), running.parts).route).toMatchObject({
      alias: 'gpt-4o',
      model: 'gpt-4o',
      whole: false,
    });
  });

  it('lets a caller be served by a fallback that the route names, though it may not ask for it', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] }, { models: ['gpt-4o'] });
    expect(namesOf('gpt-4o')).toHaveLength(2);
    await expect(async () => namesOf('gpt-4o-mini')).rejects.toMatchObject({ code: 'model_not_allowed' });
  });
});

describe('tierOf', () => {
  it('is nothing for no model, for one that is not there, and where the wanted provider is not', async () => {
    await start({});
    const tier = (alias: string | undefined, call = {}) =>
      tierOf(alias, 'chat/completions', running.call(call), running.parts);
    expect([tier(undefined), tier('gpt-9'), tier('gpt-4o', { provider: 'anthropic' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(tier('gpt-4o', { provider: 'azure-openai' })).toMatchObject({ alias: 'gpt-4o', strategy: 'weighted' });
  });
});
