import type { MessageParam, OutputConfig, ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages';
import type { ModelFacts } from '../../models/model-facts.ts';
import { inexpressible } from './inexpressible.ts';

type Effort = NonNullable<OutputConfig['effort']>;

/** How much a model shall think, in Anthropic's terms. Empty: as it does by itself. */
export type Thinking = { readonly thinking?: ThinkingConfigParam; readonly effort?: Effort };

/** What the amount of thought depends on. */
export type ThinkingContext = {
  readonly facts: ModelFacts;
  readonly maxTokens: number;
  readonly messages: readonly MessageParam[];
};

/**
 * `reasoning_effort` as Anthropic takes it: an effort for models that decide themselves how long to think (4.6 and
 * later), a budget of tokens for those before. Throws `inexpressible` for an effort the model does not have.
 */
export function thinkingFor(effort: string | null | undefined, context: ThinkingContext): Thinking {
  if (effort === null || effort === undefined) {
    return {};
  }
  const { facts } = context;
  const isKnown = facts.entry !== undefined;
  if (effort === 'none') {
    return isKnown && facts.reasoning !== true ? {} : { thinking: { type: 'disabled' } };
  }
  const wanted = efforts.find((known) => known === (effort === 'minimal' ? 'low' : effort));
  if (wanted === undefined || (isKnown && facts.reasoning !== true)) {
    throw inexpressible(
      'reasoning_effort',
      `the model has no effort ${wanted === undefined ? 'of that name' : 'to set'}`,
    );
  }
  const takes = facts.reasoningEfforts ?? [];
  // The catalogue lacks only models that are newer than itself.
  if (!isKnown || takes.includes('max')) {
    if (isKnown && !takes.includes(wanted)) {
      throw inexpressible('reasoning_effort', `the model takes ${takes.join(', ')}`);
    }
    return { thinking: { type: 'adaptive', display: 'summarized' }, effort: wanted };
  }
  return budgeted(wanted, context);
}

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const satisfies readonly Effort[];

const budgets: Readonly<Record<Effort, number>> = {
  low: 1_024,
  medium: 4_096,
  high: 16_384,
  xhigh: 32_768,
  max: 32_768,
};

const leastBudget = 1_024;

function budgeted(effort: Effort, { maxTokens, messages }: ThinkingContext): Thinking {
  if (maxTokens <= leastBudget) {
    throw inexpressible('reasoning_effort', `thought counts as output, and needs a limit above ${leastBudget} tokens`);
  }
  // A client of OpenAI's protocol does not bring thought back with its tools' results; without it, thinking is refused.
  if (isAmidToolCalls(messages)) {
    return {};
  }
  const budget = Math.max(leastBudget, Math.min(budgets[effort], Math.floor(maxTokens / 2)));
  return { thinking: { type: 'enabled', budget_tokens: budget } };
}

/** Whether the conversation stands at the results of tools that were called without a block of thought before them. */
function isAmidToolCalls(messages: readonly MessageParam[]): boolean {
  const last = messages.at(-1);
  const before = messages.at(-2);
  const has = (message: MessageParam | undefined, ...types: string[]): boolean =>
    message !== undefined && typeof message.content !== 'string'
      ? message.content.some(({ type }) => types.includes(type))
      : false;
  return has(last, 'tool_result') && has(before, 'tool_use') && !has(before, 'thinking', 'redacted_thinking');
}
