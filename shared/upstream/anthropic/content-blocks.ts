import type {
  ContentBlockParam,
  DocumentBlockParam,
  ImageBlockParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject } from '../../openai/json-object.ts';
import { inexpressible } from './inexpressible.ts';

/** A block of a user's turn. */
export type UserBlock = TextBlockParam | ImageBlockParam | DocumentBlockParam;

type Content = ChatRequest['messages'][number]['content'];

/** A user's content as blocks: text, images (data or http addresses) and files. `path` names it in an error. */
export function userBlocks(content: Content, path: string): UserBlock[] {
  return partsOf(content).flatMap((part, index): UserBlock[] => {
    const at = `${path}[${index}]`;
    switch (part.type) {
      case 'image_url':
        return [imageBlock(part['image_url'], `${at}.image_url`)];
      case 'file':
        return [documentBlock(part['file'], `${at}.file`)];
      default:
        return textOfPart(part, at);
    }
  });
}

/** Content that can only be text, as blocks; a refusal the model once gave is text, too. */
export function textBlocks(content: Content, path: string): TextBlockParam[] {
  return partsOf(content).flatMap((part, index) => textOfPart(part, `${path}[${index}]`));
}

/** The blocks of thought an assistant message brings back, as Sluice gave them: Anthropic wants them before tool calls. */
export function thinkingBlocks(given: unknown, path: string): ContentBlockParam[] {
  if (given === null || given === undefined) {
    return [];
  }
  if (!Array.isArray(given)) {
    throw inexpressible(path, 'it must be the list that came with the answer');
  }
  return given.map((block: unknown, index) => {
    if (isJsonObject(block)) {
      const { type, thinking, signature, data } = block;
      if (type === 'thinking' && typeof thinking === 'string' && typeof signature === 'string') {
        return { type, thinking, signature };
      }
      if (type === 'redacted_thinking' && typeof data === 'string') {
        return { type, data };
      }
    }
    throw inexpressible(`${path}[${index}]`, 'it must be a block as it came with the answer');
  });
}

type Part = { readonly type: string; readonly [member: string]: unknown };

function partsOf(content: Content): readonly Part[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
}

/** An empty text says nothing, and Anthropic refuses it. */
function textOfPart(part: Part, path: string): TextBlockParam[] {
  const text = part.type === 'refusal' ? part['refusal'] : part['text'];
  if ((part.type !== 'text' && part.type !== 'refusal') || typeof text !== 'string') {
    throw inexpressible(path, `it takes no part of the type ${part.type} there`);
  }
  return text === '' ? [] : [{ type: 'text', text }];
}

function imageBlock(image: unknown, path: string): ImageBlockParam {
  const url = isJsonObject(image) ? image['url'] : undefined;
  if (typeof url === 'string' && /^https?:\/\//i.test(url)) {
    return { type: 'image', source: { type: 'url', url } };
  }
  const { mediaType, data } = dataUrl(url, path);
  const known = imageTypes.find((type) => type === mediaType);
  if (known === undefined) {
    throw inexpressible(path, `it takes images of ${imageTypes.join(', ')} only`);
  }
  return { type: 'image', source: { type: 'base64', media_type: known, data } };
}

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

function documentBlock(file: unknown, path: string): DocumentBlockParam {
  if (!isJsonObject(file) || file['file_data'] === undefined) {
    throw inexpressible(path, 'it cannot read a file kept by OpenAI; send the file itself as file_data');
  }
  const { mediaType, data } = dataUrl(file['file_data'], path);
  const title = typeof file['filename'] === 'string' ? { title: file['filename'] } : {};
  switch (mediaType) {
    case 'application/pdf':
      return { type: 'document', source: { type: 'base64', media_type: mediaType, data }, ...title };
    case 'text/plain':
      return {
        type: 'document',
        source: { type: 'text', media_type: mediaType, data: Buffer.from(data, 'base64').toString('utf8') },
        ...title,
      };
    default:
      throw inexpressible(path, 'it takes files of application/pdf and text/plain only');
  }
}

function dataUrl(url: unknown, path: string): { mediaType: string; data: string } {
  const [head = '', data] = typeof url === 'string' ? splitOnce(url) : [];
  const mediaType = /^data:([\w.+-]+\/[\w.+-]+)(;[\w=.-]+)*;base64$/i.exec(head)?.[1]?.toLowerCase();
  if (mediaType === undefined || data === undefined) {
    throw inexpressible(path, 'it takes an https address or a base64 data URL');
  }
  return { mediaType, data };
}

// Not `split`: the data behind the comma may be megabytes.
function splitOnce(url: string): [string, string] | [] {
  const comma = url.slice(0, 200).indexOf(',');
  return comma === -1 ? [] : [url.slice(0, comma), url.slice(comma + 1)];
}
