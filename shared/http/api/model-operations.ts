import * as z from 'zod';
import type { ApiOperation, ApiParameter } from './api-operation.ts';
import { datedVersionParameter, v1VersionParameter } from './azure-parameters.ts';
import { describeOperation } from './describe-operation.ts';
import {
  azureModelExample,
  azureModelListSchema,
  azureModelSchema,
  modelExample,
  modelListExample,
  modelListSchema,
  modelSchema,
} from './model-schemas.ts';

const tag = 'Models';

const modelParameter: ApiParameter = {
  name: 'model',
  in: 'path',
  schema: z.string().min(1),
  isRequired: true,
  description: "A model's alias.",
};

const listParameters: readonly ApiParameter[] = [
  query('limit', z.int().min(1).max(1000), 'Most models in one page. Without it the list is whole.'),
  query('after', z.string(), 'The id after which the page begins.'),
  query('capability', z.string(), 'What a model must be able to do, with commas between: `chat`, `vision`, …'),
  query('provider', z.string(), 'The provider that a model must be served by.'),
  query('owner', z.string(), "A model's `owned_by`."),
  query('query', z.string(), 'Part of an id, in any case.'),
];

const list = {
  method: 'get',
  tag,
  answers: {
    '200': {
      description: 'A page of models.',
      contents: { 'application/json': modelListSchema },
      examples: { models: modelListExample },
    },
  },
} as const;

const one = {
  method: 'get',
  tag,
  answers: {
    '200': {
      description: 'The model.',
      contents: { 'application/json': modelSchema },
      examples: { model: modelExample },
    },
  },
} as const;

/** The models a caller may use, on the three surfaces. */
export const modelOperations: readonly ApiOperation[] = [
  describeOperation({
    ...list,
    id: 'listModels',
    functionName: 'models',
    path: '/v1/models',
    summary: 'List models',
    description: 'Lists the models the caller may use, filtered and paged as the query asks.',
    parameters: listParameters,
    failures: ['invalid_request'],
  }),
  describeOperation({
    ...one,
    id: 'getModel',
    functionName: 'model',
    path: '/v1/models/{model}',
    summary: 'Get a model',
    description: 'One model by its alias: what it can do, and how its deployments fare.',
    parameters: [modelParameter],
    failures: ['model_not_found'],
  }),
  describeOperation({
    ...list,
    id: 'listAzureModels',
    functionName: 'azure-models',
    path: '/openai/models',
    summary: "List models in Azure's form",
    description: "Lists the models the caller may use, in the form of Azure's dated surface.",
    parameters: [datedVersionParameter],
    answers: {
      '200': {
        description: 'All models.',
        contents: { 'application/json': azureModelListSchema },
        examples: { models: { object: 'list', data: [azureModelExample] } },
      },
    },
    failures: ['unsupported_api_version', 'unsupported_operation'],
  }),
  describeOperation({
    ...one,
    id: 'getAzureModel',
    functionName: 'azure-model',
    path: '/openai/models/{model}',
    summary: "Get a model in Azure's form",
    description: "One model by its alias, in the form of Azure's dated surface.",
    parameters: [modelParameter, datedVersionParameter],
    answers: {
      '200': {
        description: 'The model.',
        contents: { 'application/json': azureModelSchema },
        examples: { model: azureModelExample },
      },
    },
    failures: ['model_not_found', 'unsupported_api_version', 'unsupported_operation'],
  }),
  describeOperation({
    ...list,
    id: 'listAzureV1Models',
    functionName: 'azure-v1-models',
    path: '/openai/v1/models',
    summary: 'List models on the v1 surface',
    description: "Lists the models the caller may use, on Azure's v1 surface.",
    parameters: [...listParameters, v1VersionParameter],
    failures: ['invalid_request', 'unsupported_api_version'],
  }),
  describeOperation({
    ...one,
    id: 'getAzureV1Model',
    functionName: 'azure-v1-model',
    path: '/openai/v1/models/{model}',
    summary: 'Get a model on the v1 surface',
    description: "One model by its alias, on Azure's v1 surface.",
    parameters: [modelParameter, v1VersionParameter],
    failures: ['model_not_found', 'unsupported_api_version'],
  }),
];

function query(name: string, schema: z.ZodType, description: string): ApiParameter {
  return { name, in: 'query', schema, isRequired: false, description };
}
