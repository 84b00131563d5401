import type { ModelTraits } from '../model-traits.ts';
import { invalidMessages } from './anthropic-error.ts';
import type { MessagesRequest } from './messages-request.ts';

/** Refuses what Anthropic refuses of a well-formed request: by its API version, its model and its own order. */
export function checkMessages(request: MessagesRequest, version: string, model: string, traits: ModelTraits): void {
  const sampling = (['temperature', 'top_p', 'top_k'] as const).find((name) => request[name] !== undefined);
  if (sampling !== undefined && version >= '2026-10-21') {
    throw invalidMessages(`${sampling}: Extra inputs are not permitted`);
  }
  if (request.max_tokens > traits.maxOutputTokens) {
    throw invalidMessages(
      `max_tokens: ${request.max_tokens} > ${traits.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model}`,
    );
  }
  if (request.messages[0]?.role !== 'user') {
    throw invalidMessages('messages: first message must use the "user" role');
  }
  checkThinking(request);
  checkTools(request);
}

function checkThinking({ thinking, max_tokens: maxTokens, temperature, tool_choice: choice }: MessagesRequest): void {
  if (thinking === undefined || thinking.type === 'disabled') return;
  if (thinking.type === 'enabled' && thinking.budget_tokens >= maxTokens) {
    throw invalidMessages('`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  if (temperature !== undefined && temperature !== 1) {
    throw invalidMessages('`temperature` may only be set to 1 when thinking is enabled.');
  }
  if (choice?.type === 'any' || choice?.type === 'tool') {
    throw invalidMessages('Thinking may not be enabled when tool_choice forces tool use.');
  }
}

function checkTools({ messages, tools = [], tool_choice: choice, thinking }: MessagesRequest): void {
  if (choice !== undefined && tools.length === 0) {
    throw invalidMessages('tool_choice: tool_choice may only be specified while providing tools.');
  }
  if (choice?.type === 'tool' && !tools.some(({ name }) => name === choice.name)) {
    throw invalidMessages(`tool_choice.name: Tool '${choice.name}' not found in provided tools`);
  }
  for (const [at, { content }] of messages.entries()) {
    const uses = typeof content === 'string' ? [] : content.filter((block) => block.type === 'tool_use');
    if (uses.length === 0) continue;
    if (tools.length === 0) {
      throw invalidMessages('Requests which include `tool_use` or `tool_result` blocks must define tools');
    }
    const next = messages[at + 1]?.content ?? [];
    const results =
      typeof next === 'string'
        ? []
        : next.flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []));
    const open = uses.map(({ id }) => id).filter((id) => !results.includes(id));
    if (open.length > 0) {
      throw invalidMessages(
        `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}`,
      );
    }
    const isLastTurn = at === messages.length - 2;
    const hasThought = typeof content !== 'string' && content[0]?.type.endsWith('thinking') === true;
    if (thinking?.type === 'enabled' && isLastTurn && !hasThought) {
      throw invalidMessages(
        `messages.${at}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${typeof content === 'string' ? 'text' : content[0]?.type}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`,
      );
    }
  }
}
