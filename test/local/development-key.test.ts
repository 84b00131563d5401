import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { developmentKey } from '../../local/development-key.ts';
import { readSettings } from '../../local/settings-file.ts';
import { ConfigError } from '../../shared/config/mistake.ts';
import { developmentKeyId } from '../../shared/config/development-key-mistakes.ts';
import { findCaller } from '../../shared/config/gateway-key.ts';
import { loadConfig } from '../../shared/config/load-config.ts';

const env = readSettings('local.settings.sample.json');
const readFile = (path: string) => readFileSync(path, 'utf8');

it('opens the gateway that runs with the local gateway file', () => {
  const { callers } = loadConfig({ env, readFile });
  expect(findCaller(callers, developmentKey)).toMatchObject({ caller: { name: 'developer' }, keyId: developmentKeyId });
});

it('opens no gateway that reaches more than this machine', () => {
  const elsewhere = { ...env, SLUICE_SIMULATOR_URL: 'https://east.openai.azure.com' };
  expect(() => loadConfig({ env: elsewhere, readFile })).toThrow(ConfigError);
});
