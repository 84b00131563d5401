import { countTokens, type CountAnswer, type CountRequest } from '../tokens/count-request.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { planCall } from './plan-call.ts';

/** How many tokens a chat or a text is for one of the caller's models. Nothing is sent. Throws as a call would. */
export function count(request: CountRequest, call: Call, parts: Parts): Promise<CountAnswer> {
  const { route } = planCall(request.model, 'models', call, parts);
  return countTokens(request, parts.findModel(route.model), parts.encodings, call.gone);
}
