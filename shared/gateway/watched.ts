import type { RequestToken } from '../secrets/identity-credential.ts';
import type { ReadSecret } from '../secrets/vault-reader.ts';
import { runOutsideSpans } from '../telemetry/current-span.ts';
import { attributes } from '../telemetry/names.ts';
import type { WatchDependency } from '../telemetry/watch-dependency.ts';
import type { UsageStore } from '../usage/usage-store.ts';

/** Requests for tokens, each in a span that says for which scope. */
export function watchedTokens(requestToken: RequestToken, watch: WatchDependency): RequestToken {
  return (scope, clientId) =>
    watch('identity token', { [attributes.scope]: scope }, () => requestToken(scope, clientId));
}

/** Reads of a vault, each in a span that says which secret by its name. */
export function watchedSecrets(read: ReadSecret, vaultUrl: string | undefined, watch: WatchDependency): ReadSecret {
  const vault = URL.parse(vaultUrl ?? '');
  return (name) =>
    watch(
      'key vault read',
      {
        [attributes.httpMethod]: 'GET',
        [attributes.urlScheme]: vault?.protocol.slice(0, -1),
        [attributes.serverAddress]: vault?.hostname,
        [attributes.urlPath]: `/secrets/${name}`,
      },
      () => read(name),
    );
}

/** A store of usage whose writes each have a span, in a trace of their own. */
export function watchedStore(store: UsageStore, watch: WatchDependency): UsageStore {
  const about = { [attributes.dbSystem]: 'azure-table', [attributes.dbOperation]: 'upsert' };
  return {
    ...store,
    write: (records) =>
      runOutsideSpans(() =>
        watch('usage write', { ...about, [attributes.used]: records.length }, () => store.write(records)),
      ),
  };
}
