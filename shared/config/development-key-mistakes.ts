import { defaultEndpointOf, isLoopback } from './endpoint.ts';
import { formatPath, listOf, memberOf, membersOf } from './member-path.ts';
import type { Mistake } from './mistake.ts';

/** The id of the development key, whose secret is published with the source. */
export const developmentKeyId = 'localdev00';

/**
 * The published development key in a gateway file that reaches a real resource: whoever has read the source could call
 * it. Such a file needs a key of its own.
 */
export function developmentKeyMistakes(tree: unknown): Mistake[] {
  const isLocal = membersOf(memberOf(tree, 'upstreams')).every(([, upstream]) => {
    const endpoint = memberOf(upstream, 'endpoint') ?? defaultEndpointOf(memberOf(upstream, 'provider'));
    const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null;
    return url === null || isLoopback(url.hostname);
  });
  if (isLocal) return [];
  return membersOf(memberOf(tree, 'callers')).flatMap(([caller, value]) =>
    listOf(memberOf(value, 'keys')).flatMap((key, index) => {
      if (memberOf(key, 'id') !== developmentKeyId) return [];
      const path = formatPath(['callers', caller, 'keys', index]);
      return [
        { path, message: 'expected a key of your own: the development key is for upstreams on this machine only' },
      ];
    }),
  );
}
