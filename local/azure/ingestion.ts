import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { playFault } from './fault.ts';
import { createLoopbackCertificate } from './ingestion-certificate.ts';
import type { IngestionFault } from './ingestion-fault.ts';
import { answerJson } from './loopback-server.ts';
import { readBody } from './read-body.ts';
import { verifySimulatedToken } from './simulated-token.ts';
import { telemetryEnvelopeSchema, type TelemetryEnvelope } from './telemetry-envelope.ts';

export type IngestionOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Takes nothing without a token of the simulated identity endpoint, as a resource with local authentication off. */
  readonly needsToken?: boolean;
};

/** A simulated Application Insights ingestion endpoint, https with a certificate of its own. */
export type SimulatedIngestion = {
  readonly url: string;
  /** The value for `APPLICATIONINSIGHTS_CONNECTION_STRING`. */
  readonly connectionString: string;
  /** The value for `NODE_EXTRA_CA_CERTS` of a process that sends here, at its start. */
  readonly caFile: string;
  /** Every item taken, in the order they came. */
  envelopes(): readonly TelemetryEnvelope[];
  /** The text of every request that was answered 200, as it came. */
  texts(): readonly string[];
  /** How requests were authorised, each kind once: `none`, or the audience of a token. */
  audiences(): readonly string[];
  /** How many requests came, refused ones too. */
  requestCount(): number;
  /** Resolves when there are items enough. Rejects after `withinMs`. */
  waitFor(isEnough: (envelopes: readonly TelemetryEnvelope[]) => boolean, withinMs?: number): Promise<void>;
  /** From now on every request fails so, or as many as the fault says; `undefined` mends it. */
  fail(mode: IngestionFault | undefined): void;
  /** Forgets what came. */
  clear(): void;
  stop(): Promise<void>;
};

/**
 * Starts a simulated ingestion endpoint on 127.0.0.1. It takes a JSON list of items at `POST /v2.1/track` and `/v2/track`
 * and says how many it took; items of a foreign instrumentation key, or in no known form, are refused one by one (206).
 */
export async function startIngestion({
  port = 0,
  needsToken = false,
}: IngestionOptions = {}): Promise<SimulatedIngestion> {
  const certificate = await createLoopbackCertificate();
  let taken: TelemetryEnvelope[] = [];
  let texts: string[] = [];
  const audiences = new Set<string>();
  let requestCount = 0;
  let fault: IngestionFault | undefined;
  const waiting = new Set<() => void>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requestCount += 1;
    const body = await readBody(request);
    if (body === undefined) return;
    if (fault !== undefined && fault.kind !== 'in-part') return playFault(fault, response, refusal);
    if (request.method !== 'POST' || !/^\/v2(\.1)?\/track$/.test(request.url ?? ''))
      return answerJson(response, 404, refusal(404));
    const audience = audienceOf(request.headers.authorization);
    if (audience === undefined || (needsToken && audience === 'none')) return answerJson(response, 401, refusal(401));
    const items = itemsSchema.safeParse(parseJson(body.toString()));
    if (!items.success) return answerJson(response, 400, refusal(400));
    audiences.add(audience);
    texts.push(body.toString());
    const refusedEvenly = refusalInPart();
    const verdicts = items.data.map((item, index) => verdictOn(item, index % 2 === 0 ? refusedEvenly : undefined));
    const good = verdicts.flatMap(({ envelope }) => envelope ?? []);
    taken.push(...good);
    const errors = verdicts.flatMap(({ error }, index) => (error === undefined ? [] : [{ index, ...error }]));
    answerJson(response, errors.length === 0 ? 200 : 206, {
      itemsReceived: verdicts.length,
      itemsAccepted: good.length,
      errors,
    });
    for (const look of waiting) look();
  }

  /** The status for every second item of a request, where it is to be taken in part. */
  function refusalInPart(): number | undefined {
    if (fault?.kind !== 'in-part') return undefined;
    const { status, requests } = fault;
    if (requests !== undefined) fault = requests > 1 ? { ...fault, requests: requests - 1 } : undefined;
    return status;
  }

  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;

  return {
    url,
    connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}/`,
    caFile: certificate.file,
    envelopes: () => taken,
    texts: () => texts,
    audiences: () => [...audiences],
    requestCount: () => requestCount,
    waitFor: (isEnough, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void): void => {
          clearTimeout(impatience);
          waiting.delete(look);
          end();
        };
        const look = (): void => {
          if (isEnough(taken)) settle(resolve);
        };
        const impatience = setTimeout(() => {
          settle(() => reject(new Error(`Only ${taken.length} items came within ${withinMs} ms.`)));
        }, withinMs);
        waiting.add(look);
        look();
      }),
    fail(mode) {
      fault = mode;
    },
    clear() {
      taken = [];
      texts = [];
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      certificate.remove();
    },
  };
}

const instrumentationKey = '11111111-2222-4333-8444-555555555555';

const itemsSchema = z.array(z.unknown());

type ItemVerdict = {
  readonly envelope?: TelemetryEnvelope;
  readonly error?: { readonly statusCode: number; readonly message: string };
};

function verdictOn(item: unknown, refusedWith: number | undefined): ItemVerdict {
  const { data, error } = telemetryEnvelopeSchema.safeParse(item);
  if (data?.iKey !== instrumentationKey)
    return { error: { statusCode: 400, message: error?.message ?? 'Unknown key.' } };
  return refusedWith === undefined ? { envelope: data } : { error: { statusCode: refusedWith, message: 'Simulated.' } };
}

function refusal(statusCode: number) {
  return { itemsReceived: 0, itemsAccepted: 0, errors: [{ index: 0, statusCode, message: 'Simulated.' }] };
}

/** What a token is for; `none` without one, `undefined` for one that is not good. */
function audienceOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return 'none';
  const [scheme = '', token = ''] = authorization.split(' ');
  return scheme.toLowerCase() === 'bearer' ? verifySimulatedToken(token)?.audience : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
