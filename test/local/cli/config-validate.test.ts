import { expect, it } from 'vitest';
import { validateConfig } from '../../../local/cli/config-validate.ts';
import { fakeTerminal, noOptions } from '../../fixtures/fake-terminal.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

it('counts what a sound configuration has', () => {
  const { terminal, lines } = fakeTerminal({ env: gatewaySettings() });
  expect(validateConfig(terminal, noOptions)).toBe(0);
  expect(lines).toEqual(['OK: SLUICE_GATEWAY_JSON has 2 models, 3 deployments, 1 caller']);
});

it('notes a model that the catalogue does not know', () => {
  const models = { 'gpt-4o': { model: 'gpt-9-nova', deployments: [{ upstream: 'west', deployment: 'd' }] } };
  const { terminal, output } = fakeTerminal({ env: gatewaySettings(gatewayFile({ models })) });
  expect(validateConfig(terminal, noOptions)).toBe(0);
  expect(output()).toMatch(/note: gpt-4o runs gpt-9-nova, which the catalogue does not know/);
});

it('throws the mistakes of one that is not', () => {
  const { terminal } = fakeTerminal();
  expect(() => validateConfig(terminal, noOptions)).toThrow(/SLUICE_GATEWAY_FILE/);
});

it('takes a model that the file itself describes for known', () => {
  const models = { 'gpt-4o': { model: 'gpt-9-nova', deployments: [{ upstream: 'west', deployment: 'd' }] } };
  const catalogue = { 'gpt-9-nova': { contextTokens: 128_000, maxOutputTokens: 16_000, source: 'the vendor' } };
  const { terminal, output } = fakeTerminal({ env: gatewaySettings({ ...gatewayFile({ models }), catalogue }) });
  expect(validateConfig(terminal, noOptions)).toBe(0);
  expect(output()).not.toMatch(/does not know/);
});

it('notes a deadline of jobs that the host.json at hand cuts short', () => {
  const env = gatewaySettings(gatewayFile(), { SLUICE_JOB_DEADLINE_SECONDS: '600' });
  const files = { 'host.json': '{ "version": "2.0", "functionTimeout": "00:10:00" }' };
  const { terminal, output } = fakeTerminal({ env, files });
  expect(validateConfig(terminal, noOptions)).toBe(0);
  expect(output()).toMatch(/^note: SLUICE_JOB_DEADLINE_SECONDS is 600 s, but functionTimeout in host\.json/m);
});
