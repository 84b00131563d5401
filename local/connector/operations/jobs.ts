import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important, type Views } from '../view.ts';

const id: Views = { id: important('Job', 'The id of the job.') };

const standing: Views = {
  id: important('Job', 'The id of the job.'),
  status: important('Status', 'How it stands: queued, running, completed, failed or cancelled.'),
  created_at: advanced('Created'),
};

/** What is answered while the answer to a call is not there. */
export const pendingJob: Views = {
  ...standing,
  status: important('Status', 'How it stands: queued or running.'),
  location: important('Location'),
};

/** The same where an answer was expected: an app reads whatever comes by the lowest 2xx that is described. */
export const jobInstead: Views = {
  id: advanced('Job', 'The id of the job, where the call was put off and the action does not wait for its answer.'),
  status: advanced('Job Status', 'How that job stands: queued or running.'),
  location: advanced('Job Location', 'Where the answer of that job will be.'),
};

/** Work that was put off: its answer, its end. */
export const jobs: readonly ConnectorOperation[] = [
  {
    of: 'getJob',
    operationId: 'GetJobAnswer',
    visibility: 'important',
    description:
      'Gets what a call that was put off is answered, or how its job stands. A workflow needs it only where the action ' +
      'that put the call off does not wait: its Asynchronous Pattern is switched off.',
    parameters: id,
  },
  {
    of: 'cancelJob',
    operationId: 'CancelJob',
    visibility: 'advanced',
    description: 'Ends a job that is not done, and says how it stands.',
    parameters: id,
    answer: standing,
  },
  {
    of: 'deleteJob',
    operationId: 'DeleteJob',
    visibility: 'advanced',
    description: 'Removes a job with its answer; one that is not done is ended.',
    parameters: id,
    answer: {
      id: important('Job', 'The id of the job.'),
      status: advanced('Status', 'How it stands, where it was not done.'),
      deleted: important('Deleted', 'That it is no more.'),
    },
  },
];
