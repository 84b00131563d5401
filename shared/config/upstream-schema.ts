import * as z from 'zod';
import { credentialSchema } from './credential-schema.ts';
import { apiVersionSchema, addressSchema } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

/** One resource that answers calls. What only some providers have or need is checked by `providerMistakes`. */
export const upstreamSchema = strictObject({
  provider: z
    .enum(['azure-openai', 'openai', 'anthropic'], { error: 'expected azure-openai, openai or anthropic' })
    .default('azure-openai')
    .describe('The kind of resource.'),
  endpoint: addressSchema('https://my-resource.openai.azure.com')
    .describe(
      'Address of the resource, such as https://my-resource.openai.azure.com. An Azure resource needs it; the default of openai is https://api.openai.com/v1, of anthropic https://api.anthropic.com. http: is accepted for this machine only.',
    )
    .optional(),
  apiVersion: apiVersionSchema
    .describe(
      'Api version of its deployments: v1 (the default), preview, or a dated one such as 2024-10-21. Azure OpenAI only.',
    )
    .optional(),
  credential: credentialSchema,
}).describe('A resource that answers calls.');
