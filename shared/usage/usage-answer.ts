import * as z from 'zod';
import { usageGroupings } from './usage-query.ts';
import { usageRecordSchema } from './usage-record.ts';
import { usageSumSchema } from './usage-sum.ts';

const value = z.string().nullable().optional();
const cursor = z.string().nullable().describe('To go on behind this answer; null at the end.');

/** Sums of calls, by the groups that were asked for. */
export const usageSumsSchema = z.object({
  object: z.literal('usage.sums'),
  group_by: z.array(z.enum(usageGroupings)),
  data: z.array(
    z.object({
      group: z.object({ hour: value, day: value, month: value, caller: value, model: value, deployment: value }),
      ...usageSumSchema.unwrap().shape,
    }),
  ),
  total: usageSumSchema.describe('Of every call asked for, on whichever page its group is.'),
  cursor,
});

/** The calls themselves, day by day, each day's by caller and then by time. */
export const usageRecordsSchema = z.object({
  object: z.literal('usage.records'),
  data: z.array(usageRecordSchema),
  cursor,
});

/** What the ledger answers. */
export const usageAnswerSchema = z.discriminatedUnion('object', [usageSumsSchema, usageRecordsSchema]);

/** What the ledger answers: sums or records. */
export type UsageAnswer = z.output<typeof usageAnswerSchema>;

/** Sums of calls, by the groups that were asked for. */
export type UsageSums = z.output<typeof usageSumsSchema>;

/** The calls themselves. */
export type UsageRecords = z.output<typeof usageRecordsSchema>;
