import * as z from 'zod';
import { checkBody } from '../openai/check-body.ts';

/** Most requests of one batch. */
export const mostRequests = 1_000;

/**
 * Several requests in one. What a request is made of is not looked at here: one that is wrong fails by itself, and none
 * of the others with it.
 */
export const batchRequestSchema = z.lazy(() =>
  z.looseObject({
    requests: z.array(z.unknown()).min(1).max(mostRequests),
    concurrency: z.int().min(1).max(32).optional(),
    stop_on_error: z.boolean().optional(),
  }),
);

/** A body that passed `batchRequestSchema`. */
export type BatchRequest = z.infer<typeof batchRequestSchema>;

/** The body as a batch. Throws `invalid_request` naming the member at fault. */
export function parseBatchRequest(body: unknown): BatchRequest {
  checkBody(batchRequestSchema, body);
  return body;
}
