import { advanced, type Views } from '../view.ts';

/** What any call of a model may be told beside its body. */
export const callParameters: Views = {
  'x-sluice-session': advanced('Session'),
  'x-sluice-fit': advanced('Fit'),
};
