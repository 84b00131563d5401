import { describe, expect, it } from 'vitest';
import { planSimulation } from '../../local/start-simulation.ts';

const gatewayText = '{"upstreams":{"east":{"endpoint":"%SLUICE_SIMULATOR_URL%/east"}}}';
const values = { SLUICE_SIMULATOR_URL: 'http://127.0.0.1:7072', SLUICE_KEY_VAULT_URL: 'http://127.0.0.1:7073' };

describe('planSimulation', () => {
  it('puts simulator and vault where the settings say', () => {
    expect(planSimulation({ values, gatewayText, isNew: false }, undefined)).toEqual({
      port: 7072,
      vaultPort: 7073,
      overrides: {},
    });
  });

  it('puts them where it is asked to, and tells the app', () => {
    expect(planSimulation({ values, gatewayText, isNew: false }, 9000)).toEqual({
      port: 9000,
      vaultPort: 9001,
      overrides: { SLUICE_SIMULATOR_URL: 'http://127.0.0.1:9000', SLUICE_KEY_VAULT_URL: 'http://127.0.0.1:9001' },
    });
  });

  it('leaves a real vault alone', () => {
    const real = { ...values, SLUICE_KEY_VAULT_URL: 'https://mine.vault.azure.net' };
    expect(planSimulation({ values: real, gatewayText, isNew: false }, 9000)).toEqual({
      port: 9000,
      vaultPort: undefined,
      overrides: { SLUICE_SIMULATOR_URL: 'http://127.0.0.1:9000' },
    });
  });

  it.each([
    ['no upstream is the simulator', values, '{"upstreams":{}}'],
    ['the gateway file cannot be read', values, undefined],
    ['no simulator is set', {}, gatewayText],
    ['the simulator is not on this machine', { SLUICE_SIMULATOR_URL: 'https://sim.example' }, gatewayText],
  ])('simulates nothing when %s', (_when, given, text) => {
    expect(planSimulation({ values: given, gatewayText: text, isNew: false }, undefined)).toBeUndefined();
  });
});
