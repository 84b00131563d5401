import { isJsonObject } from '../../openai/json-object.ts';
import type { ImagePart, ImageTokens } from './image-tokens.ts';
import type { Weight } from './weight.ts';

/**
 * What a part of a message that is no text weighs. Images go by the model's rule. Sound is ten tokens a second, with
 * the seconds guessed from the bytes; a file is a thousand tokens for each page, with 50 KB taken for a page; a part of
 * an unknown kind is its own JSON. All but images are estimates.
 */
export function weighMedia(
  part: { type: string; [member: string]: unknown },
  costOf: (image: ImagePart) => ImageTokens,
): Weight {
  switch (part.type) {
    case 'image_url':
      return { texts: [], ...imageCost(part['image_url'], costOf) };
    case 'input_audio':
      return { texts: [], tokens: audioTokens(part['input_audio']), isExact: false };
    case 'file':
      return { texts: [], tokens: fileTokens(part['file']), isExact: false };
    default:
      return { texts: [JSON.stringify(part)], tokens: 0, isExact: false };
  }
}

function imageCost(image: unknown, costOf: (image: ImagePart) => ImageTokens): ImageTokens {
  return costOf({ url: textIn(image, 'url') ?? '', detail: textIn(image, 'detail') });
}

function audioTokens(audio: unknown): number {
  // Plain samples of 24 kHz and 16 bit, or a compressed stream of 64 kbit/s.
  const bytesPerSecond = textIn(audio, 'format') === 'wav' ? 48_000 : 8_000;
  return Math.ceil((bytesOf(textIn(audio, 'data')) / bytesPerSecond) * 10);
}

function fileTokens(file: unknown): number {
  return Math.max(1, Math.ceil(bytesOf(textIn(file, 'file_data')) / 50_000)) * 1000;
}

function bytesOf(base64: string | undefined): number {
  return base64 === undefined ? 0 : base64.length * 0.75;
}

function textIn(value: unknown, member: string): string | undefined {
  const text = isJsonObject(value) ? value[member] : undefined;
  return typeof text === 'string' ? text : undefined;
}
