import { formatPath, listOf, memberOf, membersOf, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { seenValue } from './seen-value.ts';

/**
 * What a gateway file asks of a provider that has no such thing: an Azure resource without an address, and an api
 * version or a managed identity of OpenAI or Anthropic. Reads a file that may break its schema elsewhere.
 */
export function providerMistakes(tree: unknown): Mistake[] {
  const upstreams = membersOf(memberOf(tree, 'upstreams'));
  const foreign = new Map(
    upstreams.flatMap(([name, upstream]) => {
      const provider = memberOf(upstream, 'provider');
      return provider === 'openai' || provider === 'anthropic' ? [[name, provider] as const] : [];
    }),
  );
  return [
    ...upstreams.flatMap(([name, upstream]) => upstreamMistakes(name, upstream, foreign.get(name))),
    ...deploymentMistakes(tree, foreign),
  ];
}

function upstreamMistakes(name: string, upstream: unknown, foreign: string | undefined): Mistake[] {
  const path = ['upstreams', name];
  if (foreign === undefined) {
    const isAzure = [undefined, 'azure-openai'].some((azure) => azure === memberOf(upstream, 'provider'));
    const isWithout = isAzure && memberOf(upstream, 'endpoint') === undefined;
    return isWithout
      ? [
          {
            path: formatPath([...path, 'endpoint']),
            message: "expected the resource's address, such as https://my-resource.openai.azure.com",
            seen: 'nothing',
          },
        ]
      : [];
  }
  const identity = memberOf(memberOf(upstream, 'credential'), 'managedIdentity');
  return [
    ...apiVersionMistakes(memberOf(upstream, 'apiVersion'), [...path, 'apiVersion'], foreign),
    ...(identity === undefined
      ? []
      : [
          {
            path: formatPath([...path, 'credential']),
            message: `expected keyVaultSecret or setting: ${foreign} takes no managed identity`,
          },
        ]),
  ];
}

function deploymentMistakes(tree: unknown, foreign: ReadonlyMap<unknown, string>): Mistake[] {
  return membersOf(memberOf(tree, 'models')).flatMap(([alias, model]) =>
    listOf(memberOf(model, 'deployments')).flatMap((deployment, index) => {
      const provider = foreign.get(memberOf(deployment, 'upstream'));
      if (provider === undefined) return [];
      const path = ['models', alias, 'deployments', index, 'apiVersion'];
      return apiVersionMistakes(memberOf(deployment, 'apiVersion'), path, provider);
    }),
  );
}

function apiVersionMistakes(apiVersion: unknown, path: MemberPath, provider: string): Mistake[] {
  if (apiVersion === undefined) return [];
  const message = `expected no apiVersion: it is Azure OpenAI's, and ${provider} has none`;
  return [{ path: formatPath(path), message, seen: seenValue(path, apiVersion) }];
}
