/** How the canned upstream sends a stream; the request's `user` names it. */
export type StreamKind = 'unpaced' | 'paced' | 'stalled' | 'flood';

/** Milliseconds between two chunks of a `paced` stream. */
export const paceMs = 10;

/** What every canned answer says, again and again. */
export const cannedText = ' and on it goes';

/** A whole chat answer as Azure gives it, 1 KB. */
export const cannedChat = Buffer.from(paddedChat(1024));

/** An event stream as Azure gives it: filter verdict, role, `chunks` pieces of text, finish reason, usage, the end. */
export function cannedEvents(chunks: number, includeUsage: boolean): Buffer[] {
  const ending = [
    event({ choices: [{ ...choiceOf({}), finish_reason: 'stop' }] }),
    ...(includeUsage ? [event({ choices: [], usage: usageOf(chunks) })] : []),
    Buffer.from('data: [DONE]\n\n'),
  ];
  return [...cannedHead, ...Array.from({ length: chunks }, () => textEvent), ...ending];
}

/** One event of text, as it comes hundreds of times in a stream. */
export const textEvent = event({ choices: [{ ...choiceOf({ content: cannedText }), finish_reason: null }] });

/** An event of 4 KB, for a flood: what a process holds of it is more its bytes than its objects. */
export const floodEvent = event({
  choices: [{ ...choiceOf({ content: cannedText.repeat(273) }), finish_reason: null }],
});

/** What comes before the first text. */
export const cannedHead: readonly Buffer[] = [
  event({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] }),
  event({ choices: [{ ...choiceOf({ role: 'assistant', content: '' }), finish_reason: null }] }),
];

function choiceOf(delta: object): object {
  return { content_filter_results: {}, delta, index: 0, logprobs: null };
}

function event(members: object): Buffer {
  const chunk = { ...members, created: 1_790_000_000, id: 'chatcmpl-canned', model: 'gpt-4o-2024-11-20' };
  return Buffer.from(
    `data: ${JSON.stringify({ ...chunk, object: 'chat.completion.chunk', system_fingerprint: 'fp_canned' })}\n\n`,
  );
}

function usageOf(completionTokens: number): object {
  return { completion_tokens: completionTokens, prompt_tokens: 20, total_tokens: 20 + completionTokens };
}

function paddedChat(bytes: number): string {
  const withText = (content: string) =>
    JSON.stringify({
      choices: [
        {
          content_filter_results: { hate: { filtered: false, severity: 'safe' } },
          finish_reason: 'stop',
          index: 0,
          logprobs: null,
          message: { content, refusal: null, role: 'assistant' },
        },
      ],
      created: 1_790_000_000,
      id: 'chatcmpl-canned',
      model: 'gpt-4o-2024-11-20',
      object: 'chat.completion',
      system_fingerprint: 'fp_canned',
      usage: usageOf(120),
    });
  return withText(cannedText.repeat(bytes).slice(0, bytes - withText('').length));
}
