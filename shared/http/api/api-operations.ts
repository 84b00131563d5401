import { actionOperations } from './action-operations.ts';
import type { ApiOperation } from './api-operation.ts';
import { batchOperations } from './batch-operations.ts';
import { chatOperations } from './chat-operations.ts';
import { documentOperations } from './document-operations.ts';
import { embeddingsOperations } from './embeddings-operations.ts';
import { generateOperations } from './generate-operations.ts';
import { healthOperations } from './health-operations.ts';
import { jobOperations } from './job-operations.ts';
import { metricsOperations } from './metrics-operations.ts';
import { modelOperations } from './model-operations.ts';
import { routingOperations } from './routing-operations.ts';
import { textOperations } from './text-operations.ts';
import { usageOperations } from './usage-operations.ts';

/**
 * Every operation that the app serves: what its OpenAPI document and its connector are made of. It is imported on first
 * use only, because it makes every schema.
 */
export const apiOperations: readonly ApiOperation[] = [
  ...chatOperations,
  ...embeddingsOperations,
  ...generateOperations,
  ...modelOperations,
  ...textOperations,
  ...batchOperations,
  ...jobOperations,
  ...routingOperations,
  ...usageOperations,
  ...actionOperations,
  ...healthOperations,
  ...metricsOperations,
  ...documentOperations,
];
