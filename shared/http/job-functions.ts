import type { CallerOperation } from '../config/caller-operations.ts';

/** What is known of a function before its work is put off. */
export type JobFunction = {
  /** What a caller must be allowed to do for it. */
  readonly operation: CallerOperation;
  /** Whether a dry run finds what is wrong with a request. */
  readonly hasDryRun: boolean;
};

const chat: JobFunction = { operation: 'chat', hasDryRun: true };
const embeddings: JobFunction = { operation: 'embeddings', hasDryRun: true };
const without = (operation: CallerOperation): JobFunction => ({ operation, hasDryRun: false });

/** The functions whose work can be put off, by name. */
export const jobFunctions: { readonly [functionName: string]: JobFunction } = {
  'action-batch': without('batch'),
  'action-chat': chat,
  'action-count-tokens': without('count'),
  'action-embed': embeddings,
  'action-generate': chat,
  'action-summarise': without('summaries'),
  'ai-generate': chat,
  'azure-chat-completions': chat,
  'azure-embeddings': embeddings,
  'azure-v1-chat-completions': chat,
  'azure-v1-embeddings': embeddings,
  batch: without('batch'),
  'chat-completions': chat,
  embeddings,
  explain: without('explain'),
  'messages-count-tokens': without('count'),
  summaries: without('summaries'),
  'text-split': without('split'),
  'tokens-count': without('count'),
};
