import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** One item as Application Insights takes it: a request, a dependency, a message, a custom event or a metric. */
export const telemetryEnvelopeSchema = z.object({
  name: z.string(),
  time: z.string(),
  sampleRate: z.number().optional(),
  iKey: z.string(),
  tags: texts,
  data: z.object({
    baseType: z.string(),
    baseData: z.looseObject({
      name: z.string().optional(),
      id: z.string().optional(),
      duration: z.string().optional(),
      success: z.boolean().optional(),
      responseCode: z.string().optional(),
      resultCode: z.string().optional(),
      type: z.string().optional(),
      target: z.string().optional(),
      data: z.string().optional(),
      url: z.string().optional(),
      message: z.string().optional(),
      properties: texts.optional(),
      metrics: z.array(z.looseObject({ name: z.string(), value: z.number(), count: z.number().nullish() })).optional(),
    }),
  }),
});

/** One item as Application Insights takes it. */
export type TelemetryEnvelope = z.infer<typeof telemetryEnvelopeSchema>;
