import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../local/build.ts';
import { startHost } from '../../local/host/start-host.ts';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';

/** The app built into a folder of its own, so that no other build changes it while it runs. */
export type BuiltApp = { readonly appRoot: string; remove(): Promise<void> };

/** Builds Sluice as it is deployed. */
export async function buildApp(): Promise<BuiltApp> {
  const repository = fileURLToPath(new URL('../..', import.meta.url));
  const appRoot = await mkdtemp(join(tmpdir(), 'sluice-faults-'));
  await copyFile(join(repository, 'host.json'), join(appRoot, 'host.json'));
  await writeFile(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'dist/functions/*.js' }));
  await build(repository, appRoot);
  return { appRoot, remove: () => rm(appRoot, { recursive: true, force: true }) };
}

/** The built app under the embedded host: where it listens, and a caller's key. */
export type StartedApp = { readonly url: string; readonly key: string; stop(): Promise<void> };

/** Starts the built app with a gateway file that lacks its callers. `env` holds the settings that the file names. */
export async function startBuiltApp(app: BuiltApp, file: object, env: Record<string, string>): Promise<StartedApp> {
  const { key, id, sha256 } = createGatewayKey(randomBytes);
  const host = await startHost({
    appRoot: app.appRoot,
    quiet: true,
    env: {
      ...env,
      SLUICE_GATEWAY_JSON: JSON.stringify({ ...file, callers: { faults: { keys: [{ id, sha256 }] } } }),
      SLUICE_LOG_LEVEL: 'error',
    },
  });
  return { url: host.url, key, stop: () => host.stop() };
}
