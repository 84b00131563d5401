import type { ChatRequest } from '../chat-request.ts';
import { textOf } from '../chat-request.ts';
import { filterWords } from '../content-filter.ts';
import type { ModelTraits } from '../model-traits.ts';
import { countTokens, piecesOf } from '../tokens.ts';
import type { Piece } from '../tokens.ts';
import { jsonValueFor } from './json-value.ts';
import { randomFrom } from './seed.ts';
import type { Random } from './seed.ts';
import { textAnswer, tokensOf, toolResultAnswer } from './text.ts';
import { chosenTools, wordsOf } from './tool-choice.ts';

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export type ToolCallAnswer = {
  readonly id: string;
  readonly name: string;
  readonly nameTokens: number;
  readonly arguments: readonly Piece[];
};

/** One choice of a completion. `content` is null where tools are called. */
export type ChoiceAnswer = {
  readonly index: number;
  readonly content: readonly Piece[] | null;
  readonly toolCalls: readonly ToolCallAnswer[];
  readonly finishReason: FinishReason;
};

/** What the simulated model says. `completionTokens` counts all choices, and the reasoning that nobody sees. */
export type Answer = {
  readonly choices: readonly ChoiceAnswer[];
  readonly reasoningTokens: number;
  readonly completionTokens: number;
};

/** Composes the answer: the same request always gets the same. */
export function composeAnswer(chat: ChatRequest, model: string, traits: ModelTraits): Answer {
  const limit = chat.max_completion_tokens ?? chat.max_tokens ?? traits.maxOutputTokens;
  const reasoningTokens = Math.min(
    limit,
    traits.isReasoning ? (reasoningByEffort.get(chat.reasoning_effort ?? traits.defaultEffort) ?? 0) : 0,
  );
  const seed = JSON.stringify([model, chat.messages, chat.tools, chat.response_format, chat.seed]);
  const choices = Array.from({ length: chat.n ?? 1 }, (_, index) =>
    choiceFor(chat, model, index, limit - reasoningTokens, randomFrom(`${index}${seed}`)),
  );
  const visible = choices.reduce((sum, choice) => sum + tokensOfChoice(choice), 0);
  return { choices, reasoningTokens, completionTokens: visible + reasoningTokens };
}

function choiceFor(chat: ChatRequest, model: string, index: number, limit: number, random: Random): ChoiceAnswer {
  const question = textOf(chat.messages.findLast((message) => message.role === 'user'));
  const canCallInParallel = !/^o\d/.test(model) && chat.reasoning_effort !== 'minimal';
  const tools = chosenTools(chat, canCallInParallel);
  if (tools.length > 0) {
    const toolCalls = tools.map(({ function: { name, parameters } }) => ({
      id: `call_${Array.from({ length: 24 }, () => Math.floor(random() * 36).toString(36)).join('')}`,
      name,
      nameTokens: countTokens(name, model),
      arguments: piecesOf(
        JSON.stringify(jsonValueFor(parameters ?? { type: 'object' }, wordsOf(question).slice(0, 20), random)),
        model,
      ),
    }));
    return cutToolCalls({ index, content: null, toolCalls, finishReason: 'tool_calls' }, limit);
  }
  const whole = contentFor(chat, question, model, random);
  const stopped = stopAt(whole, chat.stop, model);
  if (chat.messages.some((message) => textOf(message).includes(filterWords.completion))) {
    const content = takeTokens(stopped, Math.min(limit, Math.ceil(tokensOf(stopped) / 2)));
    return { index, content, toolCalls: [], finishReason: 'content_filter' };
  }
  const content = takeTokens(stopped, limit);
  return { index, content, toolCalls: [], finishReason: content.length < stopped.length ? 'length' : 'stop' };
}

// Reasoning is not simulated, only its bill and its wait.
const reasoningByEffort = new Map([
  ['low', 16],
  ['medium', 32],
  ['high', 64],
  ['xhigh', 96],
  ['max', 128],
]);

function contentFor(chat: ChatRequest, question: string, model: string, random: Random): readonly Piece[] {
  const format = chat.response_format;
  const words = wordsOf(question).slice(0, 20);
  if (format?.type === 'json_schema')
    return piecesOf(
      JSON.stringify(jsonValueFor(format.json_schema.schema ?? { type: 'object' }, words, random)),
      model,
    );
  if (format?.type === 'json_object')
    return piecesOf(JSON.stringify({ answer: words.join(' '), simulated: true }), model);
  const isResult = (role: string) => role === 'tool' || role === 'function';
  const lastAsk = chat.messages.findLastIndex((message) => !isResult(message.role));
  const results = chat.messages.slice(lastAsk + 1).map(textOf);
  return results.length > 0 ? toolResultAnswer(results, model, random) : textAnswer(question, model, random);
}

/** Ends the text before the first stop sequence in it. */
function stopAt(pieces: readonly Piece[], stop: ChatRequest['stop'], model: string): readonly Piece[] {
  const sequences = (typeof stop === 'string' ? [stop] : (stop ?? [])).filter((sequence) => sequence !== '');
  if (sequences.length === 0) return pieces;
  const text = pieces.map((piece) => piece.text).join('');
  const ends = sequences.map((sequence) => text.indexOf(sequence)).filter((end) => end >= 0);
  return ends.length === 0 ? pieces : piecesOf(text.slice(0, Math.min(...ends)), model);
}

function takeTokens(pieces: readonly Piece[], limit: number): readonly Piece[] {
  let tokens = 0;
  const end = pieces.findIndex((piece) => (tokens += piece.tokens) > limit);
  return end < 0 ? pieces : pieces.slice(0, end);
}

function cutToolCalls(choice: ChoiceAnswer, limit: number): ChoiceAnswer {
  if (tokensOfChoice(choice) <= limit) return choice;
  let left = limit;
  const toolCalls: ToolCallAnswer[] = [];
  for (const call of choice.toolCalls) {
    if (left < call.nameTokens) break;
    const kept = takeTokens(call.arguments, left - call.nameTokens);
    toolCalls.push({ ...call, arguments: kept });
    left -= call.nameTokens + tokensOf(kept);
    if (kept.length < call.arguments.length) break;
  }
  return { ...choice, toolCalls, finishReason: 'length' };
}

function tokensOfChoice(choice: ChoiceAnswer): number {
  return (
    tokensOf(choice.content ?? []) +
    choice.toolCalls.reduce((sum, call) => sum + call.nameTokens + tokensOf(call.arguments), 0)
  );
}
