import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { HttpRoute } from './http-route.ts';
import type { Invocation, RegisteredFunction, RpcValue } from './worker-message.ts';

export type AdminAnswer = { readonly status: number; readonly body?: unknown };

/**
 * Answers what the host serves under `/admin`: its status, the list of functions, and the call of a function that is
 * not triggered over HTTP (`POST /admin/functions/{name}` with `{ "input": … }`), which is answered 202 before it ends.
 */
export async function answerAdminRequest(
  request: IncomingMessage,
  path: string,
  app: {
    readonly functions: readonly RegisteredFunction[];
    readonly routes: readonly HttpRoute[];
    readonly origin: string;
    invoke(functionName: string, input: Pick<Invocation, 'inputs' | 'triggerMetadata'>): void;
  },
): Promise<AdminAnswer> {
  if (path === '/admin/host/ping') return { status: 200 };
  if (path === '/admin/host/status') return { status: 200, body: { state: 'Running', version: '4.0.0-embedded' } };
  if (request.method === 'GET' && path === '/admin/functions') {
    return { status: 200, body: app.functions.map((registered) => describe(registered, app.routes, app.origin)) };
  }
  const name = /^\/admin\/functions\/([^/]+)$/.exec(path)?.[1]?.toLowerCase();
  const registered = app.functions.find((candidate) => candidate.name.toLowerCase() === name);
  if (registered === undefined) return { status: 404 };
  if (request.method === 'GET') return { status: 200, body: describe(registered, app.routes, app.origin) };
  const trigger = triggerOf(registered);
  if (request.method !== 'POST' || trigger === undefined) return { status: 404 };
  if (app.routes.some((route) => route.functionName === registered.name)) {
    return { status: 400, body: { message: `"${registered.name}" is called at its own route.` } };
  }
  let body: unknown;
  try {
    body = await json(request);
  } catch {
    return { status: 400, body: { message: 'The body is not JSON. Send { "input": … }.' } };
  }
  const data = inputOf(body);
  app.invoke(registered.name, { inputs: [{ name: trigger[0], data }], triggerMetadata: { [trigger[0]]: data } });
  return { status: 202 };
}

function describe(registered: RegisteredFunction, routes: readonly HttpRoute[], origin: string) {
  const route = routes.find((candidate) => candidate.functionName === registered.name);
  const bindings = Object.entries(registered.bindings).map(([name, binding]) => ({ ...binding, name }));
  return {
    name: registered.name,
    config: { name: registered.name, bindings },
    language: 'node',
    isDisabled: false,
    ...(route === undefined ? {} : { invoke_url_template: `${origin}/${route.template}` }),
  };
}

function triggerOf(registered: RegisteredFunction) {
  return Object.entries(registered.bindings).find(([, binding]) =>
    String(binding['type']).toLowerCase().endsWith('trigger'),
  );
}

function inputOf(body: unknown): RpcValue {
  const input = typeof body === 'object' && body !== null && 'input' in body ? body.input : '';
  return typeof input === 'string' ? { string: input } : { json: JSON.stringify(input) };
}
