import { GatewayError } from '../errors.ts';
import { findJsonError } from './json-error-position.ts';

/**
 * The JSON value of a request body, whatever its kind: what it must hold is the request schemas' business.
 *
 * Throws `invalid_json` for an empty body, bytes that are not UTF-8, and text that is not JSON. The message says where
 * the text goes wrong but repeats none of it, because a body is a prompt.
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '')
    throw new GatewayError('invalid_json', 'The request body is empty; a JSON object is expected.');
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message is dropped, and not kept as the cause either: it quotes the text around the mistake.
    const at = findJsonError(text);
    throw new GatewayError(
      'invalid_json',
      `The request body is not valid JSON: ${at.problem} at position ${at.position} (line ${at.line}, column ${at.column}).`,
    );
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new GatewayError('invalid_json', 'The request body is not UTF-8 text.');
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
