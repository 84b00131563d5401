/**
 * How a model counts an image, as OpenAI's guide to images and vision has it: by tiles of 512 pixels on top of a base,
 * or by patches of 32 pixels times a factor. `isPublished` is false where the guide says nothing of the model, or what
 * it says was measured to be too much.
 */
export type ImageRule =
  | { readonly kind: 'tiles'; readonly base: number; readonly perTile: number; readonly isPublished: boolean }
  | { readonly kind: 'patches'; readonly perPatch: number; readonly isPublished: boolean };

/** The rule of a model by its catalogue name. A model without one counts as GPT-4o does. */
export function imageRuleOf(modelName: string): ImageRule {
  const name = modelName.slice(modelName.lastIndexOf('/') + 1).toLowerCase();
  return rules.find(([pattern]) => pattern.test(name))?.[1] ?? tiles(85, 170, false);
}

const tiles = (base: number, perTile: number, isPublished = true): ImageRule => ({
  kind: 'tiles',
  base,
  perTile,
  isPublished,
});
const patches = (perPatch: number, isPublished = true): ImageRule => ({ kind: 'patches', perPatch, isPublished });

const rules: readonly (readonly [name: RegExp, rule: ImageRule])[] = [
  [/^gpt-4o-mini/, tiles(2833, 5667)],
  [/^gpt-4\.1-mini/, patches(1.62)],
  [/^gpt-4\.1-nano/, patches(2.46)],
  // Measured at 1.2 in 2026, while the guide says 1.62.
  [/^gpt-5-mini/, patches(1.62, false)],
  [/^gpt-5-nano/, patches(2.46)],
  [/^o4-mini/, patches(1.72)],
  [/^o[13](?!-mini)/, tiles(75, 150)],
  [/^gpt-5(-chat|-20\d\d|$)/, tiles(70, 140)],
  [/^computer-use-preview/, tiles(65, 129)],
  [/^(chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo|gpt-4-vision)/, tiles(85, 170)],
];
