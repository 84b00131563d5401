import { advanced, type Views } from '../view.ts';

/** What any call of a model may be told beside its body, by its session and how long its answer may take. */
export const plainParameters: Views = {
  prefer: advanced(
    'Answer Later',
    'With respond-async the call is worked on as a job, which may take longer than an action waits. A workflow asks for its ' +
      'answer by itself, and the action ends with that. An app gets the job instead, as does a workflow where the ' +
      "action's Asynchronous Pattern is switched off.",
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
