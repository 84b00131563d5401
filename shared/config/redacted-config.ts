import type { Caller, Config, CredentialSetting, Deployment } from './config.ts';
import { looksSecret } from './seen-value.ts';

/** A configuration as it may be shown and logged, ready for `JSON.stringify`: no key, hash or credential value. */
export function redactedConfig(config: Config) {
  return {
    settings: config.settings,
    models: Object.fromEntries(
      [...config.models.values()].map(({ alias, deployments, ...route }) => [
        alias,
        { ...route, deployments: deployments.map(redactedDeployment) },
      ]),
    ),
    callers: Object.fromEntries(config.callers.map((caller) => [caller.name, redactedCaller(caller)])),
    entra: config.entra,
    functionKeyCaller: config.functionKeyCaller,
    teams: config.teams,
    limits: { ...config.limits, deployments: Object.fromEntries(config.limits.deployments) },
    catalogue: config.catalogue,
    retry: config.retry,
    breaker: config.breaker,
    timeouts: config.timeouts,
  };
}

function redactedDeployment({ alias: _alias, model: _model, credential, ...rest }: Deployment) {
  return { ...rest, credential: redactedCredential(credential) };
}

function redactedCaller({ keys, entra, models, operations, admin, maxJobs, limits, budgets }: Caller) {
  return {
    keys: keys.map(({ id }) => ({ id, sha256: '[hidden]' })),
    entra,
    models: models === undefined ? 'every model' : [...models],
    operations: operations === undefined ? 'every operation' : [...operations],
    admin,
    maxJobs,
    limits,
    budgets,
  };
}

function redactedCredential(credential: CredentialSetting) {
  if (credential.kind === 'managed-identity') return credential;
  if (credential.kind === 'setting') return { kind: credential.kind, setting: shownName(credential.setting) };
  const { kind, secret, secondSecret } = credential;
  return {
    kind,
    secret: shownName(secret),
    ...(secondSecret === undefined ? {} : { secondSecret: shownName(secondSecret) }),
  };
}

// A key pasted where a name belongs is still a key.
function shownName(name: string): string {
  return looksSecret(name) ? '[hidden]' : name;
}
