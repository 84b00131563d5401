import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ReadableStream } from 'node:stream/web';
import {
  app,
  Disposable,
  HttpRequest,
  InvocationContext,
  type HttpFunctionOptions,
  type HttpMethod,
  type StorageQueueFunctionOptions,
} from '@azure/functions';
import { vi } from 'vitest';
import { describedAnswers } from './described-answers.ts';
import { startGatewayFixture, type GatewayFixture, type GatewayFixtureOptions } from './gateway-fixture.ts';
import { repositoryRoot } from './repository-text.ts';

/** One function of the app in this process, behind a server of its own, with the simulator it calls. */
export type FunctionApp = GatewayFixture & {
  /** What the function registered: name, route, methods, access. */
  readonly registered: {
    name: string;
    route: string | undefined;
    methods: readonly HttpMethod[];
    authLevel: string | undefined;
  };
  /** Calls the function over HTTP, with the fixture's key unless `key` says otherwise. */
  call(
    path: string,
    init?: { method?: string; body?: unknown; key?: string | undefined; headers?: Record<string, string> },
  ): Promise<Response>;
};

/**
 * Imports one module of `functions/` with a fixture's settings in the environment, and serves what it registers: the
 * handler, the arrivals and the connection are the real ones, only the host in front of them is not there.
 */
export async function startFunctionApp(
  load: () => Promise<unknown>,
  options: GatewayFixtureOptions = {},
): Promise<FunctionApp> {
  const fixture = await startGatewayFixture(options);
  Object.assign(process.env, { SLUICE_LOG_LEVEL: 'error', ...fixture.env });
  watchSetup();
  let name = '';
  let registered: HttpFunctionOptions | undefined;
  vi.spyOn(app, 'http').mockImplementation((given, function_) => {
    name = given;
    registered = typeof function_ === 'function' ? { handler: function_ } : function_;
  });
  await load();
  if (registered === undefined) throw new Error('The module registered no function.');
  const { handler, route, methods = [], authLevel } = registered;

  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const context = new InvocationContext({ invocationId: String(headers['x-ms-invocation-id']), functionName: name });
    // The library would show other headers and the same body; a function goes by the connection.
    const shown = new HttpRequest({ method: methodOf(method), url: `http://localhost${url}`, headers: {} });
    await write(response, await handler(shown, context));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answers = describedAnswers(port ?? 0, repositoryRoot);

  return {
    ...fixture,
    registered: { name, route, methods, authLevel },
    call: (path, init = {}) => {
      const key = 'key' in init ? init.key : fixture.key;
      return fetch(`http://127.0.0.1:${port}${path}`, {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: {
          'content-type': 'application/json',
          'x-ms-invocation-id': randomUUID(),
          ...(key === undefined ? {} : { 'api-key': key }),
          ...init.headers,
        },
        body: init.body === undefined ? null : JSON.stringify(init.body),
      });
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await fixture.stop();
      answers.stop();
    },
  };
}

/** The JSON of an answer, as a test reads it: any member may be there. */
export async function jsonOf(answer: Response) {
  return JSON.parse(await answer.text());
}

/** What the app asks of the Functions library when it starts. Says nothing on the console, as the library would. */
export function watchSetup() {
  vi.spyOn(app.hook, 'appTerminate').mockImplementation(() => new Disposable(() => {}));
  return vi.spyOn(app, 'setup').mockImplementation(() => undefined);
}

/** A queue-triggered function that a module has registered. */
export type QueueFunction = {
  readonly name: string;
  readonly queueName: string;
  readonly connection: string;
  /** Calls it with a message, as the host would. */
  run(message: unknown): Promise<unknown>;
};

/** Notes the queue-triggered functions that modules register from here on. */
export function watchQueueFunctions(): QueueFunction[] {
  const registered: QueueFunction[] = [];
  vi.spyOn(app, 'storageQueue').mockImplementation((name, options: StorageQueueFunctionOptions) => {
    const { queueName, connection, handler } = options;
    const run = async (message: unknown) => handler(message, new InvocationContext({ functionName: name }));
    registered.push({ name, queueName, connection, run });
  });
  return registered;
}

const httpMethods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

function methodOf(method: string): HttpMethod {
  return httpMethods.find((known) => known === method) ?? 'GET';
}

type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | ReadableStream<Uint8Array>;
};

async function write(response: ServerResponse, answer: unknown): Promise<void> {
  if (!isAnswer(answer)) throw new Error('The function did not answer in the form of a route.');
  const { status, headers, body } = answer;
  response.writeHead(status, headers);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  for await (const chunk of body) response.write(chunk);
  response.end();
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === 'object' && answer !== null && 'status' in answer && 'headers' in answer && 'body' in answer;
}
