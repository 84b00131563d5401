import type { ErrorContext } from './azure-error.ts';
import { RefusedCall, azureError } from './azure-error.ts';

/**
 * Words that make the simulated filter act: in a prompt the first has it refused with a 400, the second has the
 * completion end early with the finish reason `content_filter`.
 */
export const filterWords = { prompt: 'trip-the-filter', completion: 'trip-completion-filter' } as const;

/** Refuses a prompt that carries the filter's word. */
export function checkPrompt(prompt: string, context: ErrorContext): void {
  if (prompt.includes(filterWords.prompt)) throw new RefusedCall(azureError('filter-400', context));
}

/** The verdict on a prompt that passed, as `prompt_filter_results` carries it. */
export const promptFilterResults = [
  {
    prompt_index: 0,
    content_filter_results: {
      hate: { filtered: false, severity: 'safe' },
      indirect_attack: { filtered: false, detected: false },
      jailbreak: { filtered: false, detected: false },
      self_harm: { filtered: false, severity: 'safe' },
      sexual: { filtered: false, severity: 'safe' },
      violence: { filtered: false, severity: 'safe' },
    },
  },
] as const;

/** The verdict on a part of an answer. */
export function choiceFilterResults(isFiltered: boolean) {
  const safe = { filtered: false, severity: 'safe' };
  return {
    hate: isFiltered ? { filtered: true, severity: 'high' } : safe,
    self_harm: safe,
    sexual: safe,
    violence: safe,
    protected_material_code: { filtered: false, detected: false },
    protected_material_text: { filtered: false, detected: false },
  };
}
