import { Pool, type Dispatcher } from 'undici';

/** The body of a good answer as undici gives it. */
export type PooledBytes = Dispatcher.ResponseData['body'];

/** Connection limits of the pools, in milliseconds. */
export type PoolLimits = { readonly connectMs: number };

/**
 * A `fetch` for the official clients that goes over one kept-alive undici pool per origin.
 *
 * It exists because the global `fetch` is most of what a call through an SDK costs. It does what those clients use and
 * no more: a string body, a signal, headers. It never follows a redirect, so a credential cannot be led elsewhere, and
 * it lets through only the headers a call needs: Azure refuses more than ten custom ones, and the clients add telemetry
 * of their own. The bytes of a good answer are not wrapped; `takeBytes` hands them over.
 */
export class PooledFetch {
  readonly #pools = new Map<string, Pool>();
  readonly #bytes = new WeakMap<Response, PooledBytes>();
  readonly #errorTexts = new WeakMap<Headers, string>();
  readonly #limits: PoolLimits;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { statusCode, headers, body } = await this.#poolOf(url.origin).request({
      path: url.pathname + url.search,
      method: methodOf(init.method),
      headers: passedHeaders(init.headers),
      body: typeof init.body === 'string' ? init.body : null,
      signal: init.signal ?? null,
      highWaterMark: maxUnreadBytes,
    });
    const answerHeaders = headersOf(headers);
    if (statusCode >= 400) {
      const text = await boundedText(body);
      this.#errorTexts.set(answerHeaders, text);
      const response = new Response(text, { status: statusCode });
      Object.defineProperty(response, 'headers', { value: answerHeaders });
      return response;
    }
    const response = new Response(null, { status: statusCode });
    Object.defineProperty(response, 'headers', { value: answerHeaders });
    // A body that is destroyed before anyone reads it still emits its error, and nobody listening would end the process.
    body.on('error', () => {});
    this.#bytes.set(response, body);
    return response;
  };

  /** The untouched body of an answer this fetch gave. */
  takeBytes(response: Response): PooledBytes {
    const body = this.#bytes.get(response);
    if (body === undefined) {
      throw new TypeError('The response did not come from this fetch.');
    }
    return body;
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

const passed = [
  'accept',
  'content-type',
  'api-key',
  'authorization',
  'x-api-key',
  'anthropic-version',
  'user-agent',
  'traceparent',
  'x-ms-client-request-id',
  'x-client-request-id',
] as const;

/** Each by its name: going through all of a `Headers` sorts it first. */
function passedHeaders(init: RequestInit['headers']): Record<string, string> {
  const given = init instanceof Headers ? init : new Headers(init);
  const kept: Record<string, string> = {};
  for (const name of passed) {
    const value = given.get(name);
    if (value !== null) {
      kept[name] = value;
    }
  }
  return kept;
}

function methodOf(method: string | undefined): Dispatcher.HttpMethod {
  return method?.toUpperCase() === 'POST' ? 'POST' : 'GET';
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) {
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
  }
  return headers;
}

/** The first 64 KiB of an error body: more is never an explanation. */
async function boundedText(body: PooledBytes): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) {
      throw new TypeError('An answer gave something other than bytes.');
    }
    chunks.push(chunk);
    length += chunk.length;
    if (length > 65_536) {
      break;
    }
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, 65_536);
}
