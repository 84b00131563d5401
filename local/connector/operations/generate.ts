import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important } from '../view.ts';
import { callParameters } from './call-parameters.ts';
import { modelChoice } from './model-choice.ts';
import { reasoningEffort } from './reasoning-effort.ts';

/** An answer to one prompt: the simplest way to ask a model. */
export const generate: ConnectorOperation = {
  of: 'generate',
  operationId: 'GenerateAnswer',
  visibility: 'important',
  description: 'Answers one prompt, in the same words whichever provider the model is of.',
  parameters: callParameters,
  body: {
    model: modelChoice('chat'),
    prompt: important('Prompt', 'What to answer.', { isRequired: true }),
    system: important('Instructions', 'How to answer: role, manner, language.'),
    maxTokens: important('Maximum Tokens', 'The longest answer, in tokens.'),
    temperature: advanced('Temperature', 'From 0, always the likeliest words, to 2, very free ones.'),
    topP: advanced('Top P', 'Only the likeliest words, which together have this probability, are chosen from.'),
    stop: advanced('Stop', 'Up to four texts before which the answer ends.', { as: 'array' }),
    schema: advanced('JSON Schema', 'The answer is JSON of this schema.'),
    reasoningEffort,
    provider: advanced('Provider', 'Only deployments of this provider may serve.'),
    user: advanced('User', 'For whom the call is made; a word for logs that is no personal data.'),
  },
  answer: {
    content: important('Content', 'What the model says.'),
    refusal: advanced('Refusal'),
    finishReason: important('Finish Reason', 'Why the answer ends: stop, length, content_filter or tool_calls.'),
    provider: advanced('Provider', 'Who served.'),
    model: advanced('Model'),
    deployment: advanced('Deployment', 'What served.'),
    usage: important('Usage', 'What the call used, in tokens.', {
      members: {
        promptTokens: advanced('Prompt Tokens'),
        completionTokens: advanced('Completion Tokens'),
        totalTokens: important('Total Tokens', 'Both together.'),
        estimated: advanced('Estimated'),
      },
    }),
    latencyMs: advanced('Latency', 'How long the call took, in milliseconds.'),
    requestId: advanced('Request Identifier', 'The id of the call, to report a failure with.'),
  },
};
