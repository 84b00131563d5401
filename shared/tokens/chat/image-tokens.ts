import type { ImageRule } from './image-rule.ts';
import { imageSize, type ImageSize } from './image-size.ts';

/** An image as a message holds it. */
export type ImagePart = { readonly url: string; readonly detail: string | undefined };

/** What an image counts. */
export type ImageTokens = { readonly tokens: number; readonly isExact: boolean };

/**
 * The tokens of one image by its model's rule. An image that lies elsewhere has no known size; it counts as
 * 1024 × 1024 pixels (765 tokens on GPT-4o), an estimate that may be too low for a large one.
 */
export function imageTokens({ url, detail }: ImagePart, rule: ImageRule): ImageTokens {
  const size = imageSize(url);
  const { width, height } = size ?? presumedSize;
  if (rule.kind === 'tiles') {
    if (detail === 'low') return { tokens: rule.base, isExact: rule.isPublished };
    return {
      tokens: rule.base + rule.perTile * tilesOf({ width, height }),
      isExact: rule.isPublished && size !== undefined,
    };
  }
  // Of images that are scaled down, some were measured to count the full 1,536 patches.
  const isScaled = Math.ceil(width / 32) * Math.ceil(height / 32) > mostPatches;
  return {
    tokens: Math.ceil(patchesOf({ width, height }) * rule.perPatch),
    isExact: rule.isPublished && size !== undefined && detail !== 'low' && !isScaled,
  };
}

/** The most an image can count by a rule, whatever its size. */
export function mostImageTokens(rule: ImageRule): number {
  return rule.kind === 'tiles' ? rule.base + rule.perTile * mostTiles : Math.ceil(mostPatches * rule.perPatch);
}

const presumedSize: ImageSize = { width: 1024, height: 1024 };

// 2048 × 768 pixels, the largest that scaling leaves.
const mostTiles = 8;
const mostPatches = 1536;

/** Scaled into 2048 × 2048, then to a shorter side of 768, never up; squares of 512 that cover what is left. */
function tilesOf({ width, height }: ImageSize): number {
  const intoSquare = Math.min(1, 2048 / Math.max(width, height));
  const scale = intoSquare * Math.min(1, 768 / (Math.min(width, height) * intoSquare));
  // Rounded, so that 768.0000000001 pixels are not one more tile.
  return Math.ceil(Math.round(width * scale) / 512) * Math.ceil(Math.round(height * scale) / 512);
}

/** Squares of 32 that cover the image, after it was scaled so that they are at most 1,536. */
function patchesOf({ width, height }: ImageSize): number {
  const across = Math.ceil(width / 32) * Math.ceil(height / 32);
  if (across <= mostPatches) return across;
  const shrink = Math.sqrt((32 * 32 * mostPatches) / (width * height));
  const columns = (width * shrink) / 32;
  const rows = (height * shrink) / 32;
  // Shrunk further until one side is whole patches.
  const whole = Math.min(Math.floor(columns) / columns, Math.floor(rows) / rows);
  if (whole === 0) return mostPatches;
  return Math.min(mostPatches, Math.ceil(round(columns * whole)) * Math.ceil(round(rows * whole)));
}

function round(patches: number): number {
  return Math.round(patches * 1e6) / 1e6;
}
