import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import {
  breakerSchema,
  cacheSchema,
  degradeSchema,
  hedgeSchema,
  simpleRuleSchema,
  strategySchema,
} from '../../../shared/config/route-schema.ts';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('the schemas of a route’s options', () => {
  it('fill in what a route does not say', () => {
    expect(strategySchema.parse(undefined)).toBe('weighted');
    expect(hedgeSchema.parse({})).toEqual({ percentile: 95, afterMs: 2_000 });
    expect(degradeSchema.parse({})).toEqual({ staleAnswer: false });
    expect(cacheSchema.parse({ ttlSeconds: 60 })).toEqual({ ttlSeconds: 60, staleSeconds: 0, shared: false });
    expect(simpleRuleSchema.parse({ model: 'small', promptTokensAtMost: 10 })).toMatchObject({ tools: false });
    expect(breakerSchema.parse({})).toEqual({
      samplingMs: 30_000,
      minimumCalls: 5,
      failureRatio: 0.5,
      openMs: 2_000,
      probeLeaseMs: 30_000,
    });
  });

  it('take numbers and flags as an app setting brings them', () => {
    expect(cacheSchema.parse({ ttlSeconds: '60', shared: 'true' })).toMatchObject({ ttlSeconds: 60, shared: true });
  });

  it.each<[string, z.ZodType, unknown]>([
    ['an unknown strategy', strategySchema, 'fastest'],
    ['a percentile beyond measure', hedgeSchema, { percentile: 100 }],
    ['a hedge at once', hedgeSchema, { afterMs: 0 }],
    ['an empty text', degradeSchema, { text: '' }],
    ['a cache without a lifetime', cacheSchema, {}],
    ['a semantic cache without a threshold', cacheSchema, { ttlSeconds: 1, semantic: { embeddingModel: 'e' } }],
    ['a similarity beyond one', cacheSchema, { ttlSeconds: 1, semantic: { embeddingModel: 'e', threshold: 95 } }],
    ['a share of failures beyond one', breakerSchema, { failureRatio: 50 }],
    ['a member that is none', breakerSchema, { timeout: 5 }],
    ['a rule without a model', simpleRuleSchema, { promptTokensAtMost: 10 }],
  ])('refuse %s', (_what, schema, value) => {
    expect(accepts(schema, value)).toBe(false);
  });
});
