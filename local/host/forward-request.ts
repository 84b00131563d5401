import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import { limitBody } from './request-body.ts';

type Forwarding = {
  readonly target: URL;
  readonly agent: Agent;
  readonly path: string;
  readonly invocationId: string;
  /** The body where the host has read it. */
  readonly body: Buffer | undefined;
  readonly maxBodyBytes: number;
  /** Ends the forwarding: the invocation has failed, or its worker has. */
  readonly cancelled: AbortSignal;
};

/**
 * Sends a caller's request to the worker's HTTP server and its answer back, both as they come: a slow reader holds the
 * worker back, a caller who leaves ends the request at once, and an answer that the worker breaks off is broken off.
 * Resolves when the caller has the answer or has gone. Rejects when there is no answer, and none has begun.
 */
export function forwardRequest(caller: IncomingMessage, answer: ServerResponse, forwarding: Forwarding): Promise<void> {
  return new Promise((resolve, reject) => {
    const upstream = httpRequest({
      host: forwarding.target.hostname,
      port: forwarding.target.port,
      agent: forwarding.agent,
      method: caller.method ?? 'GET',
      path: forwarding.path,
      headers: forwardedHeaders(caller, forwarding),
    });
    const cancel = () => upstream.destroy(new Error('cancelled'));
    forwarding.cancelled.addEventListener('abort', cancel, { once: true });

    const callerLeft = () => {
      if (!answer.writableFinished) upstream.destroy();
      resolve();
    };
    answer.once('close', callerLeft);
    upstream.once('close', () => forwarding.cancelled.removeEventListener('abort', cancel));
    upstream.on('error', (error) => {
      // Once there is an answer, what becomes of it is seen on the answer itself.
      if (answer.headersSent) return;
      answer.off('close', callerLeft);
      reject(error);
    });
    upstream.on('response', (incoming) => {
      answer.writeHead(incoming.statusCode ?? 502, answerHeaders(incoming));
      // On an error, `pipeline` destroys the caller's connection, which is how a broken answer must look.
      pipeline(incoming, answer, () => {});
    });

    if (forwarding.body !== undefined) upstream.end(forwarding.body);
    else if (caller.headers['transfer-encoding'] === undefined) upstream.end();
    else upload(caller, upstream, forwarding.maxBodyBytes);
  });
}

/** Not a `pipeline`: that would close the caller's connection when the worker stops reading, and with it the answer. */
function upload(caller: IncomingMessage, upstream: ClientRequest, maxBytes: number): void {
  const limit = limitBody(maxBytes);
  limit.on('error', (error) => upstream.destroy(error));
  upstream.once('close', () => {
    caller.unpipe(limit);
    caller.resume();
  });
  caller.pipe(limit).pipe(upstream);
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Repeated headers go on as one, and nobody but the host says where a request came from. */
function forwardedHeaders(caller: IncomingMessage, { invocationId, body }: Forwarding): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values = []] of Object.entries(caller.headersDistinct)) {
    if (!hopByHop.has(name) && name !== 'host') headers[name] = values.join(name === 'cookie' ? '; ' : ', ');
  }
  delete headers['x-forwarded-prefix'];
  if (body !== undefined) headers['content-length'] = body.length;
  headers['x-forwarded-for'] = caller.socket.remoteAddress ?? '';
  headers['x-forwarded-host'] = caller.headers.host ?? '';
  headers['x-forwarded-proto'] = 'http';
  headers['x-ms-invocation-id'] = invocationId;
  return headers;
}

function answerHeaders(incoming: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { server: 'Kestrel' };
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values !== undefined && !hopByHop.has(name)) headers[name] = values;
  }
  return headers;
}
