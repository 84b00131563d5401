import { Pool, type Dispatcher } from 'undici';
import { AnswerHeaders } from './answer-headers.ts';
import { readErrorText } from './read-error-text.ts';
import { passedHeaders } from './passed-headers.ts';

/** The body of an answer as undici gives it. */
export type PooledBytes = Dispatcher.ResponseData['body'];

/** A request in the form in which it goes out. */
export type PooledRequest = {
  /** Scheme, host and port. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal | null;
};

/** The answer to a request: headers there, body unread. */
export type PooledAnswer = {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly bytes: PooledBytes;
};

/** Connection limits of the pools, in milliseconds. */
export type PoolLimits = { readonly connectMs: number };

/**
 * Requests over one kept-alive undici pool per origin, and a `fetch` for the official clients on top of it.
 *
 * It exists because the global `fetch` is most of what a call through an SDK costs. Its own does what those clients use
 * and no more: a string body, a signal, headers. Nothing here follows a redirect, so that a credential cannot be led
 * elsewhere, and of the headers that a client makes only those go up that a call needs: the clients add telemetry of
 * their own. The bytes of a good answer are not wrapped; `answerOf` hands them over.
 */
export class PooledFetch {
  readonly #pools = new Map<string, Pool>();
  readonly #answers = new WeakMap<Response, PooledAnswer>();
  readonly #errorTexts = new WeakMap<Headers, string>();
  readonly #limits: PoolLimits;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** Sends a request and resolves with its answer, the body unread. Rejects with undici's errors. */
  async send({ origin, path, method, headers, body, signal }: PooledRequest): Promise<PooledAnswer> {
    const answer = await this.#poolOf(origin).request({
      path,
      method,
      headers,
      body,
      signal,
      highWaterMark: maxUnreadBytes,
    });
    // A body that is destroyed before anyone reads it still emits its error, and nobody listening would end the process.
    answer.body.on('error', () => {});
    return { status: answer.statusCode, headers: new AnswerHeaders(answer.headers), bytes: answer.body };
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
    const answer = await this.send({
      origin,
      path: pathname + search,
      method: methodOf(init.method),
      headers: passedHeaders(init.headers instanceof Headers ? init.headers : new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : null,
      signal: init.signal ?? null,
    });
    const { status } = answer;
    const headers = answer.headers.toHeaders();
    const text = status >= 400 ? await readErrorText(answer.bytes) : undefined;
    const response = new Response(text ?? null, { status });
    Object.defineProperty(response, 'headers', { value: headers });
    if (text === undefined) {
      this.#answers.set(response, answer);
    } else {
      this.#errorTexts.set(headers, text);
    }
    return response;
  };

  /** What `send` gave for a good answer of this fetch. */
  answerOf(response: Response): PooledAnswer {
    const answer = this.#answers.get(response);
    if (answer === undefined) {
      throw new TypeError('The response is no good answer of this fetch.');
    }
    return answer;
  }

  /** The whole text of an error answer, by its headers: the clients drop a body that is not in OpenAI's shape. */
  errorText(headers: Headers): string | undefined {
    return this.#errorTexts.get(headers);
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #poolOf(origin: string): Pool {
    const known = this.#pools.get(origin);
    if (known !== undefined) {
      return known;
    }
    // The attempt's own clocks bound headers and body; the pool bounds only the connection.
    const pool = new Pool(origin, {
      connections: maxConnections,
      pipelining: 1,
      // Everything here was proved on HTTP/1.1: one call a connection, closed to stop the upstream.
      allowH2: false,
      keepAliveTimeout: 30_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: this.#limits.connectMs },
    });
    this.#pools.set(origin, pool);
    return pool;
  }
}

// How much of an answer waits in memory for its reader; undici's own default is four times as much.
const maxUnreadBytes = 16_384;

// Streams hold their connection for minutes; a small pool would queue calls behind them.
const maxConnections = 1024;

function methodOf(method: string | undefined): Dispatcher.HttpMethod {
  return method?.toUpperCase() === 'POST' ? 'POST' : 'GET';
}
