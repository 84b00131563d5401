import { encodeSteps } from './encode-steps.ts';
import type { Encoding } from './encoding.ts';
import { inSlices } from './in-slices.ts';

/** How many tokens a text is, exactly. Long texts are counted in slices; rejects with the signal's reason. */
export function countText(text: string, encoding: Encoding, signal?: AbortSignal): Promise<number> {
  return inSlices(encodeSteps(text, encoding), signal);
}
