import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important } from '../view.ts';
import { plainParameters } from './call-parameters.ts';

/** Many requests in one call, each with its own result. */
export const batch: ConnectorOperation = {
  of: 'createBatch',
  operationId: 'RunBatch',
  visibility: 'advanced',
  description: 'Serves up to 1,000 chats and requests for embeddings in one call, each with its own result or error.',
  parameters: plainParameters,
  body: {
    requests: important('Requests', 'What is asked: an object each, with the body of a single call.', {
      itemsAs: 'object',
    }),
    concurrency: advanced('Concurrency', 'How many are under way at a time.'),
    stop_on_error: advanced('Stop on Error', 'Whether nothing more is begun after a failure.'),
  },
  answer: {
    results: important('Results', 'What became of each request, in their order.', {
      members: {
        index: advanced('Index'),
        id: important('Identifier'),
        status: important('Status', 'The HTTP status of a single call; none where it was not begun.'),
        deployment: advanced('Deployment', 'What served.'),
        attempts: advanced('Attempts', 'How many attempts were made.'),
        body: important('Body', undefined, { as: 'object' }),
        error: important('Error', 'Why it failed.', {
          members: {
            message: important('Message'),
            type: advanced('Type'),
            code: important('Code', "Sluice's or the upstream's word for what went wrong."),
          },
        }),
        skipped: advanced('Skipped', 'That it was not begun, because another failed.'),
      },
    }),
    summary: important('Summary', 'How many requests came to what.', {
      members: {
        total: important('Total', 'All requests.'),
        succeeded: important('Succeeded', 'Those with an answer.'),
        failed: important('Failed', 'Those with an error.'),
        skipped: advanced('Skipped', 'Those that were not begun.'),
      },
    }),
  },
};
