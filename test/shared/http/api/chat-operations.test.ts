import { describe, expect, it } from 'vitest';
import { chatOperations } from '../../../../shared/http/api/chat-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('chatOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(chatOperations);
  });

  it('answer whole or as events, on each of the three surfaces', () => {
    expect(chatOperations.map(({ answers }) => Object.keys(answers['200']?.contents ?? {}))).toEqual([
      ['application/json', 'text/event-stream'],
      ['application/json', 'text/event-stream'],
      ['application/json', 'text/event-stream'],
    ]);
  });

  it('demand an api version where Azure does', () => {
    const demanding = chatOperations.filter(({ parameters }) =>
      parameters.some(({ name, isRequired }) => name === 'api-version' && isRequired),
    );
    expect(demanding.map(({ id }) => id)).toEqual(['createAzureChatCompletion']);
  });
});
