import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important, type Views } from '../view.ts';
import { callParameters } from './call-parameters.ts';
import { modelChoice } from './model-choice.ts';
import { reasoningEffort } from './reasoning-effort.ts';
import { tokenUsage } from './token-usage.ts';

const roles = ['system', 'user', 'assistant'];

const message: Views = {
  role: important('Role', 'Who says it: system (instructions), user or assistant.', { choices: roles }),
  content: important('Content', 'What is said.', { as: 'string', isRequired: true }),
};

/** A chat, answered whole. */
export const chat: ConnectorOperation = {
  of: 'createChatCompletion',
  operationId: 'CompleteChat',
  visibility: 'important',
  description: 'Answers a chat: the messages so far, instructions among them, get the next one.',
  parameters: callParameters,
  body: {
    model: modelChoice('chat'),
    messages: important('Messages', 'The chat so far, oldest first.', { members: message }),
    max_completion_tokens: important('Maximum Tokens', 'The longest answer, in tokens.'),
    temperature: advanced('Temperature', 'From 0, always the likeliest words, to 2, very free ones.'),
    top_p: advanced('Top P', 'Only the likeliest words, which together have this probability, are chosen from.'),
    stop: advanced('Stop', 'Up to four texts before which the answer ends.', { as: 'array' }),
    seed: advanced('Seed', 'A number that makes the same request likelier to get the same answer.'),
    reasoning_effort: reasoningEffort,
    response_format: advanced('Response Format', 'The form of the answer, such as JSON.', {
      members: { type: important('Type', 'Text, or any JSON object.', { choices: ['text', 'json_object'] }) },
    }),
    user: advanced('User', 'For whom the call is made; a word for logs that is no personal data.'),
  },
  answer: {
    id: advanced(
      'Identifier',
      'The id of the completion, or of the job where the call was put off and the action does not wait for its answer.',
    ),
    model: advanced('Model'),
    created: advanced('Created'),
    choices: important('Choices', 'The answers; one, as a rule.', {
      members: {
        index: advanced('Index', 'The place among the answers, from 0.'),
        finish_reason: important('Finish Reason', 'Why the answer ends: stop, length, content_filter or tool_calls.'),
        message: important('Message', 'The answer itself.', {
          members: {
            role: advanced('Role', 'Always assistant.'),
            content: important('Content', 'What the model says.'),
            refusal: advanced('Refusal', 'Why it would not answer.'),
          },
        }),
      },
    }),
    usage: tokenUsage,
  },
};
