import { estimateTokens } from './admission.ts';

/** What a request is expected to use when it arrives, in tokens. */
export function estimateOf(body: Readonly<Record<string, unknown>>): number {
  const asked = body['max_completion_tokens'] ?? body['max_tokens'];
  const bestOf = body['best_of'];
  const characters = charactersIn(body['messages'] ?? body['input'] ?? body['prompt']);
  return estimateTokens(
    characters,
    typeof asked === 'number' ? asked : undefined,
    typeof bestOf === 'number' ? bestOf : 1,
  );
}

/** Characters of all strings in a value; data URLs are no text. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.startsWith('data:') ? 0 : value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + charactersIn(each), 0);
}
