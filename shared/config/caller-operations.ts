/**
 * What callers can be allowed to do, as the gateway file names it: `chat` is every way to complete a chat, `explain`
 * includes dry runs, `limits` budgets, and `jobs` is work that is answered later.
 */
export const callerOperations = [
  'chat',
  'embeddings',
  'batch',
  'summaries',
  'split',
  'count',
  'explain',
  'models',
  'usage',
  'limits',
  'jobs',
] as const;

/** One of them. */
export type CallerOperation = (typeof callerOperations)[number];
