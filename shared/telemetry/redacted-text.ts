import type { SecretValue } from '../secret-value.ts';
import { isHarmless, maskSecrets } from './redaction.ts';

/**
 * Makes a function that gives a text as a JSON string, masked and at most about 2 KiB long.
 *
 * `secrets` are values known beforehand; from six characters up they are masked wherever they stand.
 */
export function createRedactedText(secrets: readonly SecretValue[]): (text: string) => string {
  // Longest first: masking a secret inside another would leave the rest of the longer one.
  const known = secrets
    .map((secret) => secret.reveal())
    .filter((value) => value.length >= 6)
    .toSorted((one, other) => other.length - one.length);

  return (text) => {
    let clean = text;
    for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, '[secret]');
    if (isHarmless(clean)) return `"${clean}"`;
    if (clean.length <= longestText) return quote(maskSecrets(clean));
    return quote(`${maskSecrets(headOf(clean)).slice(0, longestText)}… [${text.length} characters]`);
  };
}

const longestText = 2_048;

/** The start of a long text, ended between words: half a key has a shape that no pattern knows. */
function headOf(text: string): string {
  let end = longestText + 512;
  while (end > 0 && !/\s/.test(text.charAt(end))) end -= 1;
  return text.slice(0, end);
}

// Line ends to some readers of logs, and left bare by `JSON.stringify`.
const bareLineEnds = /[\u0085\u2028\u2029]/g;

function quote(text: string): string {
  const json = JSON.stringify(text);
  if (json.search(bareLineEnds) === -1) return json;
  return json.replace(bareLineEnds, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
