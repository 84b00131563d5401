/**
 * How a field is treated by its name: a `secret` never shows, `content` is what people wrote (prompts, answers, bodies)
 * and shows only as a number, a `trace` id has a shape that would pass for a key, `plain` is the rest.
 */
export type FieldKind = 'plain' | 'secret' | 'content' | 'trace';

/** Judges a field by its name, whatever its spelling: `apiKey`, `api-key` and `API_KEY` are one. */
export function fieldKind(name: string): FieldKind {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (secretNames.test(plain)) return 'secret';
  if (contentNames.test(plain)) return 'content';
  return traceNames.test(plain) ? 'trace' : 'plain';
}

/** Whether a text is of a kind that holds no secret and needs no escape in JSON: most of what is logged. */
export function isHarmless(text: string): boolean {
  return harmless.test(text);
}

/**
 * A text with everything masked that looks like a secret or an e-mail address: gateway keys (their public id stays),
 * bearer and basic credentials, `sk-` keys, Azure's 32-hex and 84-character keys, JWTs, connection strings, values
 * after a name such as `api-key:` or `password=`, passwords in URLs, and long runs of mixed letters and digits.
 */
export function maskSecrets(text: string): string {
  if (isHarmless(text) || !suspicious.test(text)) return text;
  let masked = text;
  for (const [pattern, replacement] of patterns) masked = masked.replace(pattern, replacement);
  return masked;
}

const secretNames =
  /^(?:authorization|proxyauthorization|cookie|setcookie|key|keys|token|auth|credential|credentials|pwd|sig)$|(?:apikey|apikeys|accesskey|functionskey|sharedkey|accountkey|privatekey|secretkey|secondkey|accesstoken|refreshtoken|idtoken|bearertoken|password|passwd|passphrase|secret|secrets|connectionstring|identityheader)$/;
const contentNames =
  /^(?:prompt|prompts|messages|content|contents|input|inputs|output|outputs|completion|answer|arguments|body|embedding|embeddings|text|instructions|tokens)$/;
const traceNames = /^(?:traceid|traceparent)$/;

// What most fields hold: names, words, UUIDs and moments, which no pattern matches.
const harmless =
  /^(?:(?!.*sk-)[a-z0-9.-]{0,31}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

// A quick look before the patterns: whatever one of them would match, this matches.
const suspicious =
  /[\w+-]{40}|[0-9a-f]{32}|eyJ|sk-|sluice_|bearer|basic|:\/\/|@|key|token|secret|passw|pwd|sig|code=|cookie|authorization/i;

// Each pattern begins where its run of characters begins (a look-behind), so that no input makes it start over and over.
const patterns: readonly (readonly [RegExp, string])[] = [
  [/sluice_([a-z0-9]{10})_[\w-]+/g, 'sluice_$1_[secret]'],
  [/sluice_[\w-]{20,}/g, 'sluice_[secret]'],
  [/(?<![a-z0-9])bearer\s+(?!sluice_)[^\s"',;[\]]+/gi, 'Bearer [secret]'],
  [/(?<![a-z0-9])basic\s+[a-z0-9+/=]{8,}/gi, 'Basic [secret]'],
  [/(?<![a-z0-9])sk-[\w-]{8,}/gi, '[secret]'],
  [/eyJ[\w-]{8,}(?:\.[\w-]*)*/g, '[secret]'],
  [/(:\/\/[^\s/:@]*):[^\s/@]+@/g, '$1:[secret]@'],
  [
    /(?<![\w-])([\w-]*(?:key|secret|token|password|passwd|passphrase|signature|pwd|authorization|cookie|(?<![\w-])sig)[\\"']*\s*[:=][\s\\"']*)(?!\[secret\])[^\s\\"',;&}\]]+/gi,
    '$1[secret]',
  ],
  [/([?&]code=)[^\s"'&]+/gi, '$1[secret]'],
  [/[0-9a-f]{32,}/gi, '[secret]'],
  [/[A-Za-z0-9]{64,}/g, '[secret]'],
  [/(?<![\w+-])(?=[\w+-]*[A-Z])(?=[\w+-]*[a-z])(?=[\w+-]*\d)[\w+-]{40,}={0,2}/g, '[secret]'],
  [/(?<![\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[email]'],
];
