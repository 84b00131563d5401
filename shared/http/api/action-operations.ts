import type { ApiOperation } from './api-operation.ts';
import { batchOperations } from './batch-operations.ts';
import { chatOperations } from './chat-operations.ts';
import { embeddingsOperations } from './embeddings-operations.ts';
import { generateOperations } from './generate-operations.ts';
import { textOperations } from './text-operations.ts';

/**
 * What the Azure Functions action of a Logic App calls: operations of other routes under a path that is the function's
 * name, with a function key, and always answered whole.
 */
export const actionOperations: readonly ApiOperation[] = [
  action('createChatCompletion', 'action-chat', chatOperations),
  action('createEmbeddings', 'action-embed', embeddingsOperations),
  action('generate', 'action-generate', generateOperations),
  action('countTokens', 'action-count-tokens', textOperations),
  action('createSummary', 'action-summarise', textOperations),
  action('createBatch', 'action-batch', batchOperations),
];

function action(id: string, functionName: string, operations: readonly ApiOperation[]): ApiOperation {
  const operation = operations.find((each) => each.id === id);
  if (operation === undefined) throw new Error(`There is no operation ${id}.`);
  return {
    ...operation,
    id: `${id}ByAction`,
    functionName,
    path: `/${functionName}`,
    tag: 'Actions',
    summary: `${operation.summary} from a Logic App`,
    description:
      `${operation.description} For the Azure Functions action of a Logic App: answered whole within 110 seconds, and ` +
      "without a key of its own charged to the gateway file's `functionKeyCaller`.",
    access: 'function-key',
    answers: Object.fromEntries(
      Object.entries(operation.answers).map(([status, answer]) => [
        status,
        { ...answer, contents: wholeOnly(answer.contents) },
      ]),
    ),
  };
}

/** An action may still ask for lines by its `Accept`; what it cannot read is not described. */
function wholeOnly(contents: ApiOperation['answers'][string]['contents']): typeof contents {
  return Object.fromEntries(Object.entries(contents).filter(([type]) => type === 'application/json'));
}
