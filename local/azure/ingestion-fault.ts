import { z } from 'zod';
import { faultSchema } from './fault.ts';

/**
 * How simulated ingestion fails: as the other services do, or by taking a batch in part (206). `in-part` refuses every
 * second item, the first one first, with `status`; where `requests` says so, of so many requests only.
 */
export type IngestionFault = z.infer<typeof ingestionFaultSchema>;

export const ingestionFaultSchema = z.discriminatedUnion('kind', [
  ...faultSchema.options,
  z.strictObject({
    kind: z.literal('in-part'),
    status: z.int().min(400).max(599),
    requests: z.int().min(1).optional(),
  }),
]);
