import * as z from 'zod';
import { checkBody } from '../openai/check-body.ts';

/** A text to split into chunks of at most `max_tokens` as `model` counts them, with `overlap_tokens` in common. */
export const splitRequestSchema = z.lazy(() =>
  z.looseObject({
    model: z.string().min(1),
    text: z.string(),
    max_tokens: z.int().min(4),
    overlap_tokens: z.int().min(0).optional(),
  }),
);

/** A body that passed `splitRequestSchema`. */
export type SplitRequest = z.infer<typeof splitRequestSchema>;

/** The body as a text to split. Throws `invalid_request` naming the member at fault. */
export function parseSplitRequest(body: unknown): SplitRequest {
  checkBody(splitRequestSchema, body);
  return body;
}
