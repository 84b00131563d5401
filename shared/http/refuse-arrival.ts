import type { ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';

/**
 * Answers 400 in OpenAI's shape on the worker's own HTTP server, for a request that no handler will answer. Does
 * nothing when an answer has begun. The length is given because the host passes on an answer without one only when it
 * is through.
 */
export function refuseArrival(response: ServerResponse, message: string): void {
  if (response.headersSent || response.destroyed) return;
  const refusal = new GatewayError('invalid_request', message);
  const body = Buffer.from(JSON.stringify(refusal.toBody()));
  response.on('error', () => {});
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    // What is left of the request's body must not be read as the next request.
    connection: 'close',
  });
  response.end(body);
}
