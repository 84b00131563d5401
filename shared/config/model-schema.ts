import * as z from 'zod';
import { apiVersionSchema, flagSchema, nameSchema, positiveSchema, shareSchema, wholeNumber } from './field-schemas.ts';
import {
  cacheSchema,
  degradeSchema,
  fitSchema,
  hedgeSchema,
  simpleRuleSchema,
  strategySchema,
} from './route-schema.ts';
import { strictObject } from './strict-object.ts';

const capacitySchema = strictObject({
  tokensPerMinute: positiveSchema.describe('Tokens per minute the deployment is granted.').optional(),
  requestsPerMinute: positiveSchema.describe('Requests per minute the deployment is granted.').optional(),
  provisioned: flagSchema.default(false).describe('Whether it is provisioned throughput (PTU).'),
}).describe('What the deployment can take.');

const deploymentSchema = strictObject({
  name: nameSchema
    .describe('What headers, health and logs call it; unique. Default: {upstream}-{deployment}.')
    .optional(),
  upstream: z.string().min(1).describe('Which of the upstreams it is on.'),
  deployment: nameSchema.describe("The deployment's name on its resource; of OpenAI and Anthropic, the model's name."),
  model: z
    .string()
    .min(1)
    .describe("What it runs, where that differs from its alias's model. Default elsewhere than on Azure: `deployment`.")
    .optional(),
  apiVersion: apiVersionSchema.describe("Its own api version, where it differs from its upstream's.").optional(),
  capacity: capacitySchema.prefault({}),
  priority: wholeNumber({ min: 0 }).default(1).describe('Lower is served first.'),
  weight: shareSchema
    .default(1)
    .describe('Share among deployments of one priority. 0: only when nothing else can serve.'),
}).describe('A deployment that serves the model.');

/** One model alias: what callers ask for, and what serves it. */
export const modelSchema = strictObject({
  model: z
    .string()
    .min(1)
    .describe('What its deployments run, as the catalogue names it. Default: the alias.')
    .optional(),
  deployments: z.array(deploymentSchema).min(1).describe('What serves it.'),
  strategy: strategySchema,
  fallbacks: z
    .array(z.string().min(1))
    .default([])
    .describe('Models tried in turn when none of its own deployments could serve.'),
  longerModel: z.string().min(1).describe('The model tried when the prompt does not fit this one.').optional(),
  filteredModel: z
    .string()
    .min(1)
    .describe('The model tried when the content filter refuses. Without it a refusal is final.')
    .optional(),
  simple: z.array(simpleRuleSchema).default([]).describe('Smaller models for simple requests.'),
  fit: fitSchema,
  whole: flagSchema
    .default(false)
    .describe('Hold each stream until it is complete, so that an upstream that dies in mid-text is replaced unseen.'),
  hedge: hedgeSchema.optional(),
  degrade: degradeSchema.optional(),
  cache: cacheSchema.optional(),
}).describe('A model that callers can ask for by this alias.');
