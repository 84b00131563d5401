import { isJsonObject } from '../../openai/json-object.ts';
import type { ChatMessage } from '../chat/weigh-message.ts';

/** Places of messages that only go together, such as a turn, or tool calls and their results. */
export type MessageGroup = readonly number[];

/**
 * The groups of a chat that may be left out, oldest first. First the turns before the last, each from a user's message
 * to the next; then, within the last turn, the assistant's steps but the latest. System and developer messages, the
 * last user message and the latest step are in none. A tool's result is always in the group of the call it answers.
 */
export function groupMessages(messages: readonly ChatMessage[]): MessageGroup[] {
  const steps = stepsOf(messages);
  const lastUser = steps.findLastIndex((step) => isUserStep(step, messages));
  const turns: number[][] = [];
  for (const [index, step] of steps.slice(0, Math.max(lastUser, 0)).entries()) {
    if (index === 0 || isUserStep(step, messages)) turns.push([...step]);
    else turns.at(-1)?.push(...step);
  }
  return [...turns, ...steps.slice(lastUser + 1, -1)];
}

/** The messages one by one, without the standing ones, but a call and its results together. */
function stepsOf(messages: readonly ChatMessage[]): number[][] {
  const steps: number[][] = [];
  const stepOfCall = new Map<unknown, number[]>();
  for (const [place, message] of messages.entries()) {
    if (message.role === 'system' || message.role === 'developer') continue;
    const called = isResult(message) ? (stepOfCall.get(message.tool_call_id) ?? steps.at(-1)) : undefined;
    if (called !== undefined) {
      called.push(place);
      continue;
    }
    const step = [place];
    steps.push(step);
    for (const call of message.tool_calls ?? []) stepOfCall.set(call['id'], step);
    if (isJsonObject(message['function_call'])) stepOfCall.set(undefined, step);
  }
  return steps;
}

function isResult({ role }: ChatMessage): boolean {
  return role === 'tool' || role === 'function';
}

function isUserStep(step: readonly number[], messages: readonly ChatMessage[]): boolean {
  return messages[step[0] ?? -1]?.role === 'user';
}
