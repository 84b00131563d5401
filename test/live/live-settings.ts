/** Where the live tests call: a real resource, named by the settings of whoever runs them. */
export type LiveSettings = {
  /** `https://{resource}.openai.azure.com`. */
  readonly endpoint: string;
  readonly deployment: string;
  /** The deployment's model, as the catalogue names it. */
  readonly model: string;
  readonly apiVersion: string;
  /** Absent: Entra, as the identity that is signed in here. */
  readonly key: string | undefined;
  /** A deployment for embeddings, and its model. */
  readonly embeddings: { readonly deployment: string; readonly model: string } | undefined;
  /** A vault, and the name of its secret that holds a key of the resource. */
  readonly vault: { readonly url: string; readonly secret: string } | undefined;
  /** Connection string of a storage account: a table, queues and a container are made there and removed. */
  readonly storage: string | undefined;
};

/** A setting of the live tests, for a person: its name, and where its value comes from. */
export type LiveSetting = { readonly name: string; readonly isNeeded: boolean; readonly howTo: string };

/** Everything that can be set. */
export const liveSettings: readonly LiveSetting[] = [
  {
    name: 'SLUICE_LIVE_ENDPOINT',
    isNeeded: true,
    howTo: 'az cognitiveservices account show -g GROUP -n NAME --query properties.endpoint',
  },
  {
    name: 'SLUICE_LIVE_DEPLOYMENT',
    isNeeded: true,
    howTo: 'az cognitiveservices account deployment list -g GROUP -n NAME --query [].name (a small chat model)',
  },
  { name: 'SLUICE_LIVE_MODEL', isNeeded: false, howTo: 'what the deployment runs; default gpt-4o-mini' },
  { name: 'SLUICE_LIVE_API_VERSION', isNeeded: false, howTo: 'default 2024-10-21; or v1' },
  {
    name: 'SLUICE_LIVE_KEY',
    isNeeded: false,
    howTo: 'az cognitiveservices account keys list -g GROUP -n NAME; without it you are signed in by az login',
  },
  { name: 'SLUICE_LIVE_EMBEDDINGS_DEPLOYMENT', isNeeded: false, howTo: 'a deployment for embeddings' },
  { name: 'SLUICE_LIVE_EMBEDDINGS_MODEL', isNeeded: false, howTo: 'what it runs; default text-embedding-3-small' },
  { name: 'SLUICE_LIVE_VAULT_URL', isNeeded: false, howTo: 'https://{vault}.vault.azure.net, readable by you' },
  { name: 'SLUICE_LIVE_VAULT_SECRET', isNeeded: false, howTo: 'the name of its secret with a key of the resource' },
  {
    name: 'SLUICE_LIVE_STORAGE',
    isNeeded: false,
    howTo:
      'az storage account show-connection-string -g GROUP -n NAME; a table, queues and a container are made and removed',
  },
];

/** The settings in an environment, or which of the needed ones are missing. One that is empty counts as absent. */
export function readLiveSettings(env: NodeJS.ProcessEnv): LiveSettings | { readonly missing: readonly LiveSetting[] } {
  const read = (name: string) => (env[name] === '' ? undefined : env[name]);
  const [endpoint, deployment] = [read('SLUICE_LIVE_ENDPOINT'), read('SLUICE_LIVE_DEPLOYMENT')];
  if (endpoint === undefined || deployment === undefined) {
    return { missing: liveSettings.filter(({ name, isNeeded }) => isNeeded && read(name) === undefined) };
  }
  const [embeddings, url, secret] = [
    read('SLUICE_LIVE_EMBEDDINGS_DEPLOYMENT'),
    read('SLUICE_LIVE_VAULT_URL'),
    read('SLUICE_LIVE_VAULT_SECRET'),
  ];
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    deployment,
    model: read('SLUICE_LIVE_MODEL') ?? 'gpt-4o-mini',
    apiVersion: read('SLUICE_LIVE_API_VERSION') ?? '2024-10-21',
    key: read('SLUICE_LIVE_KEY'),
    embeddings:
      embeddings === undefined
        ? undefined
        : { deployment: embeddings, model: read('SLUICE_LIVE_EMBEDDINGS_MODEL') ?? 'text-embedding-3-small' },
    vault: url === undefined || secret === undefined ? undefined : { url, secret },
    storage: read('SLUICE_LIVE_STORAGE'),
  };
}
