import { listOf, memberOf, membersOf } from '../shared/config/member-path.ts';
import { parseGatewayJson } from '../shared/config/parse-gateway-json.ts';
import { defaultResources, defaultVaultSecrets } from './azure/default-resources.ts';
import { faultOfName } from './azure/fault-name.ts';
import { loopbackUrl, type SimulationPlan } from './start-simulation.ts';
import type { StartSettings } from './start-settings.ts';

/**
 * What a gateway file asks of the simulator that it does not have, and so every call would fail on: a line for each, with
 * what it has instead. Where nothing is simulated, that the vault's address is still the simulated one's.
 */
export function simulationGaps(
  { gatewayText, values }: Pick<StartSettings, 'gatewayText' | 'values'>,
  plan: Pick<SimulationPlan, 'vaultPort'> | undefined,
): string[] {
  const { tree } = parseGatewayJson(gatewayText ?? '', 'the gateway file');
  const secrets = secretsOf(tree);
  if (plan !== undefined) {
    const missing =
      plan.vaultPort === undefined ? [] : secrets.filter((name) => !Object.hasOwn(defaultVaultSecrets, name));
    return [
      ...deploymentGaps(tree),
      ...missing.map((name) => gap(`vault secret ${name}`, 'the vault', Object.keys(defaultVaultSecrets))),
    ];
  }
  const vault = values['SLUICE_KEY_VAULT_URL'];
  if (loopbackUrl(vault) === undefined || secrets.length === 0) return [];
  return [
    `Vault secrets cannot be read: SLUICE_KEY_VAULT_URL is ${vault}, the simulated vault, which is not started.`,
    'Set it in local.settings.json to your own, https://{vault}.vault.azure.net.',
  ];
}

function deploymentGaps(tree: unknown): string[] {
  const resources = new Map(
    membersOf(memberOf(tree, 'upstreams')).map(([name, upstream]) => [name, resourceOf(upstream)]),
  );
  const gaps = membersOf(memberOf(tree, 'models')).flatMap(([, model]) =>
    listOf(memberOf(model, 'deployments')).flatMap((entry) => {
      const [upstream, deployment] = [memberOf(entry, 'upstream'), memberOf(entry, 'deployment')];
      const resource = typeof upstream === 'string' ? resources.get(upstream) : undefined;
      if (resource === undefined || typeof deployment !== 'string') return [];
      if (!Object.hasOwn(defaultResources, resource)) {
        return [
          gap(`resource ${resource || '(none)'} of upstream ${String(upstream)}`, 'it', Object.keys(defaultResources)),
        ];
      }
      const known = Object.keys(defaultResources[resource]?.deployments ?? {});
      if (known.includes(deployment) || faultOfName(deployment) !== undefined) return [];
      return [gap(`deployment ${deployment} of ${resource}`, resource, known)];
    }),
  );
  return [...new Set(gaps)];
}

function gap(what: string, owner: string, known: readonly string[]): string {
  return `The simulator has no ${what}; ${owner} has ${known.join(', ')}.`;
}

/** The simulated resource that an upstream is; `undefined` where it is no simulated one. */
function resourceOf(upstream: unknown): string | undefined {
  return /^%SLUICE_SIMULATOR_URL%\/?([^/]*)/.exec(String(memberOf(upstream, 'endpoint')))?.[1];
}

function secretsOf(tree: unknown): string[] {
  const credentials = membersOf(memberOf(tree, 'upstreams')).map(([, upstream]) => memberOf(upstream, 'credential'));
  const names = credentials.flatMap((credential) =>
    ['keyVaultSecret', 'secondKeyVaultSecret'].map((member) => memberOf(credential, member)),
  );
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}
