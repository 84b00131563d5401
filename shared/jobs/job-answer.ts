import * as z from 'zod';
import { GatewayError } from '../errors.ts';

const headSchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  outcome: z.enum(['completed', 'failed', 'cancelled']),
  finishedMs: z.number(),
});

/** What became of a job: the answer that the call would have been given, to the byte. */
export type JobAnswer = Readonly<z.output<typeof headSchema>> & { readonly body: Uint8Array };

/** An answer as bytes: one line of JSON, and the body behind it as it is. */
export function encodeAnswer({ body, ...head }: JobAnswer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/** The answer of such bytes. Throws for others. */
export function decodeAnswer(bytes: Buffer): JobAnswer {
  const end = bytes.indexOf('\n');
  return { ...headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end))), body: bytes.subarray(end + 1) };
}

/** The answer of a job that has none of its own: why, as an error in the usual shape. */
export function refusedAnswer(
  code: 'job_cancelled' | 'job_failed' | 'invalid_api_key',
  message: string,
  finishedMs: number,
): JobAnswer {
  const error = new GatewayError(code, message);
  return {
    status: error.status,
    headers: { 'content-type': 'application/json' },
    outcome: code === 'job_cancelled' ? 'cancelled' : 'failed',
    finishedMs,
    body: Buffer.from(JSON.stringify(error.toBody())),
  };
}
