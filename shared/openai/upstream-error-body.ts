import { isJsonObject, type JsonObject } from './json-object.ts';

/** What an upstream's error body says, in whichever of its shapes it came. A member is absent when the body has none. */
export type UpstreamErrorBody = {
  message?: string;
  code?: string;
  type?: string;
  param?: string;
  /** Azure's verdicts, as they came. */
  innererror?: unknown;
  /** True when the content filter refused the prompt. */
  contentFilter?: boolean;
};

/**
 * Reads an error body defensively: never throws, whatever the text.
 *
 * Azure's shapes are not uniform. The gateway in front of a resource answers a flat `{ statusCode, message }`, the
 * model's side `{ error: { … } }` with a numeric or a worded `code`; verdicts stand under `innererror` or
 * `inner_error`; a proxy answers HTML, and a cut connection leaves half an object.
 */
export function readErrorBody(text: string): UpstreamErrorBody {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  const body = parse(trimmed);
  if (body === undefined) return readUnparsed(trimmed);
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(outer)) return typeof outer === 'string' ? { message: clip(outer) } : {};
  const error = outer['error'];
  if (typeof error === 'string') return readObject({ ...outer, message: outer['message'] ?? error });
  return readObject(isJsonObject(error) ? error : outer);
}

const longestMessageChars = 2000;

function readObject(error: JsonObject): UpstreamErrorBody {
  const code = word(error['code'] ?? error['statusCode']);
  const innererror = error['innererror'] ?? error['inner_error'] ?? error['innerError'] ?? undefined;
  const body: UpstreamErrorBody = {};
  if (typeof error['message'] === 'string') body.message = clip(error['message']);
  if (code !== undefined) body.code = code;
  if (typeof error['type'] === 'string') body.type = error['type'];
  if (typeof error['param'] === 'string') body.param = error['param'];
  if (innererror !== undefined) body.innererror = innererror;
  if (isFilterCode(code) || isFilterVerdict(innererror)) body.contentFilter = true;
  return body;
}

/** Azure's word, and OpenAI's. */
function isFilterCode(code: string | undefined): boolean {
  return code === 'content_filter' || code === 'content_policy_violation';
}

function isFilterVerdict(innererror: unknown): boolean {
  if (!isJsonObject(innererror)) return false;
  if (innererror['code'] === 'ResponsibleAIPolicyViolation') return true;
  const verdicts = innererror['content_filter_result'] ?? innererror['content_filter_results'];
  return (
    isJsonObject(verdicts) &&
    Object.values(verdicts).some((verdict) => isJsonObject(verdict) && verdict['filtered'] === true)
  );
}

// Half an object still holds whole members; the first `message` and `code` of an error body are its own.
function readUnparsed(text: string): UpstreamErrorBody {
  if (text.startsWith('<')) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
    return title === undefined || title === '' ? {} : { message: clip(title) };
  }
  if (!text.startsWith('{') && !text.startsWith('[')) return { message: clip(text) };
  return readObject({ message: memberOf(text, 'message'), code: memberOf(text, 'code') });
}

function memberOf(text: string, name: string): unknown {
  const value = new RegExp(`"${name}"\\s*:\\s*("[^"\\\\]*(?:\\\\.[^"\\\\]*)*"|\\d+(?=\\s*[,}]))`).exec(text)?.[1];
  return value === undefined ? undefined : parse(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function word(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function clip(message: string): string {
  return message.length > longestMessageChars ? `${message.slice(0, longestMessageChars)}…` : message;
}
