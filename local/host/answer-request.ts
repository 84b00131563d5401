import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAdminRequest } from './admin-request.ts';
import { callFunction, type FunctionCallHost } from './call-function.ts';
import { mayCall, type FunctionKeys } from './function-keys.ts';
import { findHttpRoute, type HttpRoute } from './http-route.ts';
import { invocationOf } from './invocation-of.ts';
import { queryOf, readRequestPath } from './request-path.ts';
import type { RegisteredFunction } from './worker-message.ts';

/** What the host's front needs to answer a request. */
export type HostFront = FunctionCallHost & {
  readonly functions: readonly RegisteredFunction[];
  readonly routes: readonly HttpRoute[];
  /** Absent: keys are not looked at, as `func start` does. */
  readonly keys: FunctionKeys | undefined;
  readonly origin: string;
};

/** Answers one request as the real host would: by its own pages, by a function, or not at all (404). Never rejects. */
export async function answerRequest(request: IncomingMessage, answer: ServerResponse, host: HostFront): Promise<void> {
  try {
    const path = readRequestPath(request.url ?? '/');
    if (path === undefined) end(answer, 400);
    else if (path === '/') end(answer, 200, landingPage, 'text/html; charset=utf-8');
    else if (/^\/(admin|runtime)(\/|$)/i.test(path)) await answerAdmin(request, answer, path, host);
    else await answerByFunction(request, answer, path, host);
  } catch (error) {
    host.log(`${request.method} ${readRequestPath(request.url ?? '')}: no answer (${String(error)})`);
    if (answer.headersSent) answer.destroy();
    else end(answer, 500);
  }
}

const landingPage = `<!doctype html><title>Functions host</title>
<p>Your Functions app is up and running (embedded host). Its functions are listed at <a href="/admin/functions">/admin/functions</a>.
`;

async function answerByFunction(
  request: IncomingMessage,
  answer: ServerResponse,
  path: string,
  host: HostFront,
): Promise<void> {
  const found = findHttpRoute(host.routes, request.method ?? 'GET', path);
  if (found === undefined) end(answer, 404);
  else if (host.keys !== undefined && !mayCall(request, queryParameters(request), found.route, host.keys))
    end(answer, 401);
  else await callFunction(request, answer, { ...found, path }, host);
}

async function answerAdmin(
  request: IncomingMessage,
  answer: ServerResponse,
  path: string,
  host: HostFront,
): Promise<void> {
  const master = { authLevel: 'admin', functionName: '' } as const;
  if (host.keys !== undefined && !mayCall(request, queryParameters(request), master, host.keys)) {
    end(answer, 401);
    return;
  }
  const { status, body } = await answerAdminRequest(request, path, {
    ...host,
    invoke: (functionName, input) => void invokeUnwatched(functionName, input, host),
  });
  if (body === undefined) end(answer, status);
  else end(answer, status, JSON.stringify(body), 'application/json; charset=utf-8');
}

async function invokeUnwatched(
  functionName: string,
  input: Parameters<typeof invocationOf>[1],
  host: HostFront,
): Promise<void> {
  const failure = await host.workers.current().then(
    (worker) => worker.invoke(invocationOf(functionName, input, {})),
    (error: unknown) => String(error),
  );
  host.log(
    failure === undefined ? `Function "${functionName}" succeeded.` : `Function "${functionName}" failed: ${failure}`,
  );
}

function queryParameters(request: IncomingMessage): URLSearchParams {
  return new URLSearchParams(queryOf(request.url ?? ''));
}

function end(answer: ServerResponse, status: number, body = '', contentType?: string): void {
  answer.writeHead(status, {
    server: 'Kestrel',
    'content-length': Buffer.byteLength(body),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
  });
  answer.end(body);
}
