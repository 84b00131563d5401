import * as z from 'zod';
import { credentialSchema } from './credential-schema.ts';
import { apiVersionSchema, endpointSchema } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

/** One resource that answers calls. */
export const upstreamSchema = strictObject({
  provider: z
    .literal('azure-openai', { error: 'expected azure-openai' })
    .default('azure-openai')
    .describe('The kind of resource.'),
  endpoint: endpointSchema.describe(
    'Address of the resource, such as https://my-resource.openai.azure.com. http: is accepted for this machine only.',
  ),
  apiVersion: apiVersionSchema
    .default('v1')
    .describe('Api version of its deployments: v1, preview, or a dated one such as 2024-10-21.'),
  credential: credentialSchema,
}).describe('A resource that answers calls.');
