import { expect, it } from 'vitest';
import { unknownModel } from '../../../shared/models/unknown-model.ts';

it.each(['o1', 'o3-next', 'o9', 'gpt-5', 'gpt-5.9-zeta', 'gpt-7', 'gpt-12-large', 'GPT-6'])(
  'takes %s for a reasoning model',
  (name) => {
    expect(unknownModel(name)).toMatchObject({
      reasoning: true,
      tokenParameter: 'max_completion_tokens',
      temperature: 'refused',
      encoding: 'o200k_base',
    });
  },
);

it.each([
  'gpt-4z',
  'gpt-5-chat',
  'gpt-6.4-chat-latest',
  'gpt-35-turbo',
  'gpt-3.5-max',
  'gpt-35-other',
  'phi-4',
  'ola',
  'my-o1',
  'gpt-',
])('takes %s for a plain model', (name) => {
  expect(unknownModel(name)).toMatchObject({ reasoning: false, tokenParameter: 'max_tokens', temperature: 'accepted' });
});
