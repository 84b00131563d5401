import type { ApiOperation } from './api-operation.ts';
import { chatOperations } from './chat-operations.ts';

/**
 * Every operation that the app serves: what its OpenAPI document and its connector are made of. It is imported on first
 * use only, because it makes every schema.
 */
export const apiOperations: readonly ApiOperation[] = [...chatOperations];
