import { advanced, important, type View } from '../view.ts';

/** What a call used, in OpenAI's names. */
export const tokenUsage: View = important('Usage', 'What the call used, in tokens.', {
  members: {
    prompt_tokens: advanced('Prompt Tokens', 'The tokens that went in.'),
    completion_tokens: advanced('Completion Tokens', 'The tokens that came out.'),
    total_tokens: important('Total Tokens', 'Both together.'),
  },
});
