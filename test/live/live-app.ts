import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../local/host/start-host.ts';
import { packageApp } from '../../local/package/package-app.ts';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { repositoryRoot } from '../setup/repository-text.ts';
import type { LiveSettings } from './live-settings.ts';
import { liveStorage } from './live-storage.ts';

/** The packaged app before the real resource, under the embedded host. */
export type LiveApp = {
  readonly url: string;
  readonly key: string;
  /** Everything it has logged. */
  logs(): readonly string[];
  /** Ends it and removes all that was made for it, also in the storage account. */
  stop(): Promise<void>;
};

/** The aliases that the live tests ask for. */
export const aliases = {
  chat: 'live-chat',
  embeddings: 'live-embeddings',
  byVault: 'live-vault',
  wrongKey: 'live-wrong-key',
  noDeployment: 'live-no-deployment',
} as const;

/** Packages the app and starts it before the resource that the settings name. `signIn` tells it who it is. */
export async function startLiveApp(settings: LiveSettings, signIn: Record<string, string>): Promise<LiveApp> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-live-'));
  const storage = liveStorage(settings.storage);
  const { key, id, sha256 } = createGatewayKey(randomBytes);
  const clean = async () => {
    await rm(folder, { recursive: true, force: true });
    await storage.remove();
  };
  try {
    const { folder: appRoot } = await packageApp({ root: repositoryRoot, out: folder });
    const host = await startHost({
      appRoot,
      quiet: true,
      env: {
        ...signIn,
        SLUICE_GATEWAY_JSON: JSON.stringify({ ...gatewayOf(settings), callers: { live: { keys: [{ id, sha256 }] } } }),
        SLUICE_LIVE_WRONG_KEY: '0'.repeat(32),
        SLUICE_USAGE_SPOOL_FOLDER: join(folder, 'spool'),
        ...(settings.key === undefined ? {} : { SLUICE_LIVE_KEY: settings.key }),
        ...(settings.vault === undefined ? {} : { SLUICE_KEY_VAULT_URL: settings.vault.url }),
        ...storage.env,
      },
    });
    return {
      url: host.url,
      key,
      logs: host.logs,
      async stop() {
        try {
          await host.stop({ drainMs: 5_000 });
        } finally {
          await clean();
        }
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

function gatewayOf({ endpoint, apiVersion, key, vault, deployment, model, embeddings }: LiveSettings) {
  const credential = key === undefined ? { managedIdentity: true } : { setting: 'SLUICE_LIVE_KEY' };
  const upstream = (of: object) => ({ endpoint, apiVersion, credential: of });
  const servedBy = (name: string, of: string, on = 'live') => ({
    model: of,
    deployments: [{ upstream: on, deployment: name }],
  });
  return {
    upstreams: {
      live: upstream(credential),
      refused: upstream({ setting: 'SLUICE_LIVE_WRONG_KEY' }),
      ...(vault === undefined ? {} : { vaulted: upstream({ keyVaultSecret: vault.secret }) }),
    },
    models: {
      [aliases.chat]: servedBy(deployment, model),
      [aliases.wrongKey]: servedBy(deployment, model, 'refused'),
      [aliases.noDeployment]: servedBy('sluice-live-is-not-there', model),
      ...(vault === undefined ? {} : { [aliases.byVault]: servedBy(deployment, model, 'vaulted') }),
      ...(embeddings === undefined ? {} : { [aliases.embeddings]: servedBy(embeddings.deployment, embeddings.model) }),
    },
    // A throttled resource is waited for; a mistake is not tried again and again.
    retry: { maxAttempts: 2 },
  };
}
