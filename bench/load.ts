import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Pool } from 'undici';
import { cannedText } from './canned-answers.ts';
import type { BenchRequest } from './contestant.ts';

/** How long one request took to its first text (to its first bytes, where it is no stream) and in all, in milliseconds. */
export type Latency = { readonly firstTextMs: number; readonly wholeMs: number };

/** Callers with their own connections, kept between slices as clients keep theirs. */
export type Load = {
  /**
   * Sends the request from `callers` at once, each again as soon as it is answered, until `sliceMs` have passed (each
   * sends it once at least). Resolves with the latency of each request. Throws when an answer is not 200 or a stream
   * does not end as it should.
   */
  run(request: BenchRequest, callers: number, sliceMs: number): Promise<Latency[]>;
  close(): Promise<void>;
};

/** Makes load; it sends nothing before it is told to. */
export function createLoad(): Load {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string) => {
    const pool = pools.get(origin) ?? new Pool(origin, { connections: 256, headersTimeout: 60_000 });
    pools.set(origin, pool);
    return pool;
  };
  return {
    async run(request, callers, sliceMs) {
      const pool = poolOf(request.url.origin);
      const latencies: Latency[] = [];
      const endMs = performance.now() + sliceMs;
      const caller = async () => {
        do latencies.push(await send(pool, request));
        while (performance.now() < endMs);
      };
      await Promise.all(Array.from({ length: callers }, caller));
      return latencies;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

async function send(pool: Pool, { url, headers, body }: BenchRequest): Promise<Latency> {
  const startedMs = performance.now();
  const answer = await pool.request({ method: 'POST', path: url.pathname + url.search, headers, body });
  const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
  let firstTextMs: number | undefined;
  let last: Buffer = Buffer.alloc(0);
  for await (const chunk of answer.body) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (firstTextMs === undefined && (!isStream || chunk.includes(cannedText)))
      firstTextMs = performance.now() - startedMs;
    last = chunk;
  }
  if (answer.statusCode !== 200 || (isStream && !last.toString('latin1').endsWith('[DONE]\n\n'))) {
    throw new Error(`${url.href} answered ${answer.statusCode}, ending in: ${last.toString('utf8').slice(-300)}`);
  }
  const wholeMs = performance.now() - startedMs;
  return { firstTextMs: firstTextMs ?? wholeMs, wholeMs };
}

/** Opens a stream and resolves when its text has begun; nothing more is read from the answer then. */
export async function openStream(request: BenchRequest): Promise<IncomingMessage> {
  const sent = httpRequest(request.url, { method: 'POST', headers: request.headers, agent: false });
  sent.on('error', () => {});
  sent.end(request.body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  answer.on('error', () => {});
  if (answer.statusCode !== 200) throw new Error(`${request.url.href} answered ${answer.statusCode}`);
  for (;;) {
    await once(answer, 'readable');
    const chunk: unknown = answer.read();
    if (Buffer.isBuffer(chunk) && chunk.includes(cannedText)) return answer;
  }
}
