/** A typed value as the host hands it to a function: a string, or JSON text. */
export type RpcValue = { readonly string: string } | { readonly json: string };

export type TriggerMetadata = { readonly [name: string]: RpcValue };

/** A function as the app registered it. `bindings` are the library's own, by binding name. */
export type RegisteredFunction = {
  readonly name: string;
  readonly bindings: { readonly [name: string]: Readonly<Record<string, unknown>> };
};

export type Invocation = {
  readonly invocationId: string;
  readonly functionName: string;
  readonly triggerMetadata: TriggerMetadata;
  readonly inputs: readonly { readonly name: string; readonly data: RpcValue }[];
  readonly traceParent: string;
  readonly traceState: string;
};

/** What the host tells its worker. */
export type HostMessage = { readonly kind: 'invoke'; readonly invocation: Invocation } | { readonly kind: 'terminate' };

/** What the worker tells its host. */
export type WorkerMessage =
  | { readonly kind: 'ready'; readonly httpUri: string; readonly functions: readonly RegisteredFunction[] }
  | { readonly kind: 'load-failed'; readonly message: string }
  /** `failure` is absent when the handler returned something; an HTTP answer has then left, or is leaving. */
  | { readonly kind: 'invoked'; readonly invocationId: string; readonly failure?: string };

export function isHostMessage(value: unknown): value is HostMessage {
  return isKind(value, ['invoke', 'terminate']);
}

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return isKind(value, ['ready', 'load-failed', 'invoked']);
}

// Both ends are this folder's own code, so the kind alone tells.
function isKind(value: unknown, kinds: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && kinds.includes(String(value.kind));
}
