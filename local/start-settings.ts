import { copyFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings } from './settings-file.ts';

/** The app settings the gateway will run with on this machine. */
export type StartSettings = {
  /** From `local.settings.json`; what the environment sets itself wins, as with Core Tools. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether `local.settings.json` was just made from the sample. */
  readonly isNew: boolean;
  /** The gateway file's text; `undefined` when it cannot be read, which the app itself will say at its start. */
  readonly gatewayText: string | undefined;
};

/** Reads `local.settings.json` in `root`, made from the sample first if it is missing. Throws when it is malformed. */
export async function readStartSettings(root: string, env: NodeJS.ProcessEnv): Promise<StartSettings> {
  const path = join(root, 'local.settings.json');
  const sample = join(root, 'local.settings.sample.json');
  const isNew = !existsSync(path) && existsSync(sample);
  if (isNew) await copyFile(sample, path);
  const values = { ...readSettings(path) };
  for (const name of Object.keys(values)) values[name] = env[name] ?? values[name] ?? '';
  const { SLUICE_GATEWAY_FILE: file = 'gateway.json', SLUICE_GATEWAY_JSON: json } = { ...values, ...env };
  return { values, isNew, gatewayText: json === undefined || json === '' ? textOf(resolve(root, file)) : json };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
