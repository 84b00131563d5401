import { advanced, type Views } from '../view.ts';

/** What any call of a model may be told beside its body, by its session and how long its answer may take. */
export const plainParameters: Views = {
  prefer: advanced(
    'Answer Later',
    'With respond-async the call is accepted at once and worked on as a job, which may take longer than an action waits.',
    { choices: ['respond-async'] },
  ),
  'idempotency-key': advanced(
    'Idempotency Key',
    'With Answer Later, a name for the call, such as that of the run: sent again with it, the call finds the job that it made.',
  ),
  'x-sluice-session': advanced('Session'),
};

/** The same of a call whose prompt may have to be made to fit. */
export const callParameters: Views = { ...plainParameters, 'x-sluice-fit': advanced('Fit') };
