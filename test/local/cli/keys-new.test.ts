import { expect, it } from 'vitest';
import { newKey } from '../../../local/cli/keys-new.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { findCaller } from '../../../shared/config/gateway-key.ts';
import { fakeTerminal, noOptions } from '../../fixtures/fake-terminal.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const key = /sluice_[a-z0-9]{10}_[A-Za-z0-9_-]{43}/;
const vault = { SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net' };

it('prints the key once and the entry that belongs into the gateway file', () => {
  const { terminal, output } = fakeTerminal();
  expect(newKey(terminal, { ...noOptions, name: 'team-b' })).toBe(0);
  expect(output().match(new RegExp(key, 'g'))).toHaveLength(1);
  expect(output()).toMatch(/For "callers" in gateway\.json/);
  expect(output()).toMatch(/"team-b": \{\n {2}"keys": \[\{ "id": "[a-z0-9]{10}", "sha256": "[0-9a-f]{64}" \}\]\n\}/);
});

it('writes only the hash into the gateway file, where the key then opens', () => {
  const { terminal, files, output } = fakeTerminal({ files: { 'g.json': JSON.stringify(gatewayFile()) } });
  expect(newKey(terminal, { ...noOptions, name: 'team-b', write: true, file: 'g.json' })).toBe(0);
  const made = key.exec(output())?.[0] ?? '';
  const text = files.get('g.json') ?? '';
  expect(text).not.toContain(made.slice(18));
  const { callers } = loadConfig({ env: { SLUICE_GATEWAY_JSON: text, ...vault }, readFile: () => '' });
  expect(findCaller(callers, made)?.caller.name).toBe('team-b');
});

it('says which file it wrote to where none was asked for', () => {
  const { terminal, output } = fakeTerminal({ files: { 'gateway.json': JSON.stringify(gatewayFile()) } });
  expect(newKey(terminal, { ...noOptions, name: 'team-b', write: true })).toBe(0);
  expect(output()).toMatch(/now in gateway\.json, the configured gateway file; --file FILE takes another/);
});

it('refuses a name that no caller can have', () => {
  const { terminal, lines, errors } = fakeTerminal();
  expect(newKey(terminal, { ...noOptions, name: 'team b' })).toBe(1);
  expect(lines).toEqual([]);
  expect(errors[0]).toMatch(/^"team b" cannot be a caller/);
});

it('shows no key that it could not write', () => {
  const inSetting = fakeTerminal({ env: { SLUICE_GATEWAY_JSON: '{}' } });
  expect(newKey(inSetting.terminal, { ...noOptions, name: 'a', write: true })).toBe(1);
  const missing = fakeTerminal();
  expect(() => newKey(missing.terminal, { ...noOptions, name: 'a', write: true })).toThrow(/no such file/);
  expect([inSetting.lines, missing.lines]).toEqual([[], []]);
});

it('says where the entry belongs when a setting holds the gateway file', () => {
  const { terminal, output } = fakeTerminal({ env: { SLUICE_GATEWAY_JSON: '{}' } });
  newKey(terminal, { ...noOptions, name: 'a' });
  expect(output()).toMatch(/For "callers" in SLUICE_GATEWAY_JSON/);
});
