import * as z from 'zod';
import { checkBody } from '../openai/check-body.ts';

/** A text of any length to summarise in at most `max_tokens`; `instructions` say what matters and in which manner. */
export const summaryRequestSchema = z.lazy(() =>
  z.looseObject({
    model: z.string().min(1),
    text: z.string().min(1),
    max_tokens: z.int().min(16).optional(),
    instructions: z.string().optional(),
    stream: z.boolean().optional(),
  }),
);

/** A body that passed `summaryRequestSchema`. */
export type SummaryRequest = z.infer<typeof summaryRequestSchema>;

/** The body as a text to summarise. Throws `invalid_request` naming the member at fault. */
export function parseSummaryRequest(body: unknown): SummaryRequest {
  checkBody(summaryRequestSchema, body);
  return body;
}
