import * as z from 'zod';
import { datedApiVersions } from '../../openai/api-version-registry.ts';
import type { ApiParameter } from './api-operation.ts';

/** The deployment or model that a path of Azure's dated surface names. */
export const deploymentParameter: ApiParameter = {
  name: 'deployment',
  in: 'path',
  schema: z.string().min(1),
  isRequired: true,
  description: "A model's alias, or a deployment's name. The body's `model` is not looked at.",
};

/** The api version that Azure's dated surface demands. */
export const datedVersionParameter: ApiParameter = {
  name: 'api-version',
  in: 'query',
  schema: z.string().regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/),
  isRequired: true,
  description: `A dated version of Azure OpenAI, from ${datedApiVersions[0]} on; 2024-10-21 is the last stable one.`,
};

/** The api version of Azure's v1 surface, which need not be given. */
export const v1VersionParameter: ApiParameter = {
  name: 'api-version',
  in: 'query',
  schema: z.enum(['v1', 'latest', 'preview']),
  isRequired: false,
  description: 'Not needed: there is one version.',
};
