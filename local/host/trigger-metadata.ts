import type { IncomingMessage } from 'node:http';
import type { RpcValue, TriggerMetadata } from './worker-message.ts';

/**
 * What the real host tells a function about the request that triggered it, mistakes included: one dictionary, its keys
 * the same in upper and lower case, filled from the members of a JSON body (whatever its content type), then the query,
 * then the route, and only where the caller left room from `Query` and `Headers`. The library takes the headers it
 * shows a handler from here, so that a caller can replace them; a gateway that must stand that is tested against it.
 *
 * `body` is the whole body where the host has read it, which it does when a length was given.
 */
export function triggerMetadataOf(
  request: IncomingMessage,
  query: URLSearchParams,
  routeValues: Readonly<Record<string, string>>,
  body: Buffer | undefined,
): TriggerMetadata {
  const metadata = new CaselessMap();
  for (const [name, value] of membersOf(body)) metadata.set(name, value);
  for (const [name, value] of query) {
    if (name.toLowerCase() !== 'code') metadata.set(name, { string: value });
  }
  for (const [name, value] of Object.entries(routeValues)) metadata.set(name, { string: value });
  metadata.add('Query', { json: JSON.stringify(Object.fromEntries(query)) });
  metadata.add('Headers', { json: JSON.stringify(joinedHeaders(request)) });
  return metadata.toRecord();
}

/** Keeps each key as it was first written. */
class CaselessMap {
  readonly #entries = new Map<string, { readonly name: string; readonly value: RpcValue }>();

  set(name: string, value: RpcValue): void {
    const key = name.toLowerCase();
    this.#entries.set(key, { name: this.#entries.get(key)?.name ?? name, value });
  }

  add(name: string, value: RpcValue): void {
    if (!this.#entries.has(name.toLowerCase())) this.set(name, value);
  }

  toRecord(): TriggerMetadata {
    return Object.fromEntries([...this.#entries.values()].map(({ name, value }) => [name, value]));
  }
}

function* membersOf(body: Buffer | undefined): Generator<[string, RpcValue]> {
  const text = body?.toString('utf8').trim() ?? '';
  if (!text.startsWith('{') || !text.endsWith('}')) return;
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof members !== 'object' || members === null) return;
  for (const [name, value] of Object.entries(members)) {
    if (value === null || Array.isArray(value)) continue;
    // .NET writes its booleans with a capital.
    if (typeof value === 'boolean') yield [name, { string: value ? 'True' : 'False' }];
    else if (typeof value === 'object') yield [name, { json: JSON.stringify(value) }];
    else yield [name, { string: String(value) }];
  }
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(',') ?? '']),
  );
}
