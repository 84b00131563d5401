import type { ChatRequest, ChatTool } from '../chat-request.ts';
import { textOf } from '../chat-request.ts';

/**
 * The tools that the simulated model calls: the one `tool_choice` names; with `required` those that match, or the first;
 * otherwise every tool that shares a word of its name or description with the user's message, if that is the last one.
 * `parallel_tool_calls: false`, and models without parallel calls, leave the first.
 */
export function chosenTools(chat: ChatRequest, canCallInParallel: boolean): readonly ChatTool[] {
  const tools = chat.tools ?? [];
  const choice = chat.tool_choice ?? 'auto';
  if (tools.length === 0 || choice === 'none') return [];
  if (typeof choice === 'object') return tools.filter((tool) => tool.function.name === choice.function.name);
  const last = chat.messages.at(-1);
  const matching = last?.role === 'user' ? tools.filter((tool) => sharesWord(tool, textOf(last))) : [];
  const called = matching.length === 0 && choice === 'required' ? tools.slice(0, 1) : matching;
  return chat.parallel_tool_calls === false || !canCallInParallel ? called.slice(0, 1) : called;
}

/** The words that carry meaning in a text, in lower case, each once. */
export function wordsOf(text: string): string[] {
  const apart = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return [...new Set(apart.match(/[\p{L}\p{N}]{3,}/gu))].filter((word) => !emptyWords.has(word));
}

function sharesWord(tool: ChatTool, message: string): boolean {
  const said = new Set(wordsOf(message));
  return wordsOf(`${tool.function.name} ${tool.function.description ?? ''}`).some((word) => said.has(word));
}

const emptyWords = new Set(
  'about all also and any are ask call can could current did does for from function get give given has have her his how into its just let like make may more not now one our out please return returns say set she should show some tell that the their them then there they this tool use used user using value want was way were what when where which who why will with would you your'.split(
    ' ',
  ),
);
