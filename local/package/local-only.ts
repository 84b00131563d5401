import { developmentKeyId } from '../../shared/config/development-key-mistakes.ts';
import { isLoopback } from '../../shared/config/endpoint.ts';
import { listOf, memberOf, membersOf } from '../../shared/config/member-path.ts';
import { parseGatewayJson } from '../../shared/config/parse-gateway-json.ts';

/** What of a gateway file works on a development machine only, a sentence each: it can be packaged, and serves nobody in Azure. */
export function localOnly(gatewayText: string): string[] {
  const { tree } = parseGatewayJson(gatewayText, 'the gateway file');
  const upstreams = membersOf(memberOf(tree, 'upstreams'))
    .filter(([, upstream]) => isOfThisMachine(memberOf(upstream, 'endpoint')))
    .map(([name]) => name);
  const callers = membersOf(memberOf(tree, 'callers'))
    .filter(([, caller]) => listOf(memberOf(caller, 'keys')).some((key) => memberOf(key, 'id') === developmentKeyId))
    .map(([name]) => name);
  return [
    ...(upstreams.length === 0 ? [] : [`Endpoints of a development machine: upstreams ${upstreams.join(', ')}.`]),
    ...(callers.length === 0 ? [] : [`The published development key opens it: callers ${callers.join(', ')}.`]),
  ];
}

function isOfThisMachine(endpoint: unknown): boolean {
  if (typeof endpoint !== 'string') return false;
  return endpoint.includes('%SLUICE_SIMULATOR_URL%') || isLoopback(URL.parse(endpoint)?.hostname ?? '');
}
