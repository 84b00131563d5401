import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { modelFor, modelsFor } from '../../../shared/gateway/list-models.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

const healthOf = (alias: string) => modelFor(alias, running.caller, running.parts).health;
const stateOf = (name: string) => running.parts.states.of({ name });

describe('modelsFor', () => {
  it('lists every model in the order of the gateway file', () => {
    const models = modelsFor(running.caller, running.parts);
    expect(models.map(({ id }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect(models[0]).toMatchObject({
      object: 'model',
      created: 0,
      owned_by: 'sluice',
      provider: 'azure-openai',
      health: 'unknown',
    });
  });

  it('lists only what the caller may use', () => {
    const caller = { ...running.caller, models: new Set(['gpt-4o-mini']) };
    expect(modelsFor(caller, running.parts).map(({ id }) => id)).toEqual(['gpt-4o-mini']);
  });

  it('says what each can do here', () => {
    const capabilities = Object.fromEntries(
      modelsFor(running.caller, running.parts).map((model) => [model.id, model.capabilities]),
    );
    expect(capabilities['gpt-4o']).toEqual(expect.arrayContaining(['chat', 'tools', 'vision']));
    expect(capabilities['gpt-4o']).not.toContain('embeddings');
    expect(capabilities['gpt-4o']).not.toContain('reasoning');
    expect(capabilities['text-embedding-3-small']).toEqual(['embeddings']);
  });

  it('does not claim what no deployment’s api version has', async () => {
    await running.stop();
    running = await startGatewayParts({
      file: ({ simulator }) => ({
        upstreams: {
          east: {
            endpoint: simulator.resources['east']?.url,
            apiVersion: '2022-12-01',
            credential: { setting: 'EAST_KEY' },
          },
        },
        models: { 'gpt-4o': { deployments: [{ name: 'chat-east', upstream: 'east', deployment: 'chat-east' }] } },
      }),
    });
    expect(modelFor('gpt-4o', running.caller, running.parts).capabilities).not.toContain('chat');
  });
});

describe('modelFor', () => {
  it('hides a model the caller may not use as if it did not exist', () => {
    const caller = { ...running.caller, models: new Set(['gpt-4o-mini']) };
    const told = (alias: string) => {
      try {
        return modelFor(alias, caller, running.parts);
      } catch (error) {
        return error instanceof GatewayError ? JSON.stringify(error.toBody()).replace(alias, 'asked') : error;
      }
    };
    expect(told('gpt-4o')).toContain('model_not_found');
    expect(told('gpt-4o')).toBe(told('gpt-nothing'));
  });

  it('is healthy, degraded or unavailable as its deployments fare', () => {
    stateOf('chat-east').succeeded(1);
    expect(healthOf('gpt-4o')).toBe('healthy');
    stateOf('chat-east').failed('failed', 500, true, Date.now());
    expect(healthOf('gpt-4o')).toBe('degraded');
    stateOf('chat-west').throttledUntilMs = Date.now() + 60_000;
    expect(healthOf('gpt-4o')).toBe('unavailable');
    stateOf('chat-east').avoidedUntilMs = Date.now() + 60_000;
    expect(healthOf('gpt-4o')).toBe('unavailable');
    stateOf('chat-east').succeeded(1);
    expect(healthOf('gpt-4o')).toBe('degraded');
    expect(healthOf('gpt-4o-mini')).toBe('unknown');
  });
});
