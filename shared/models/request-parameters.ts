import type { ModelFacts } from './model-facts.ts';
import { unknownModel } from './unknown-model.ts';

/** What a model takes of a chat request's parameters. */
export type RequestParameters = {
  /** The member that bounds the answer; the other one is refused, or counts for less than it says. */
  readonly tokenParameter: 'max_tokens' | 'max_completion_tokens';
  /** Whether `temperature` and `top_p` are taken: always, never, or only beside `reasoning_effort: "none"`. */
  readonly temperature: 'accepted' | 'refused' | 'with-effort-none';
  /** The values `reasoning_effort` may have; none when the model does not reason or they are not known. */
  readonly reasoningEfforts: readonly string[];
};

/** What a model takes, by the catalogue; where the catalogue is silent, by the rule for unknown models. */
export function requestParametersFor(model: ModelFacts): RequestParameters {
  const presumed = unknownModel(model.name);
  return {
    tokenParameter: model.tokenParameter ?? presumed.tokenParameter ?? 'max_tokens',
    temperature: model.temperature ?? presumed.temperature ?? 'accepted',
    reasoningEfforts: model.reasoningEfforts ?? [],
  };
}
