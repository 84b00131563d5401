import type { ServerResponse } from 'node:http';
import { pause } from '../../../local/azure/pause.ts';
import { canonicalAnswer, canonicalWords } from './canonical-answer.ts';
import type { WallAttempt, WallChat } from './provider-wall.ts';
import type { WallTimes } from './wall-times.ts';

/** Completes a chat with the canonical answer, spoilt in the way that the wall has chosen. */
export async function completeChat(
  response: ServerResponse,
  chat: WallChat,
  did: WallAttempt['did'],
  times: WallTimes,
): Promise<void> {
  if (!chat.stream) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...frame(chat, 'chat.completion'), choices: [wholeChoice], usage }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  if (did === 'slow' && !(await pause(response, times.firstWordMs))) return;
  for await (const event of eventsOf(response, chat, did, times)) {
    if (response.closed) return;
    response.write(`data: ${event}\n\n`);
  }
  response.end();
}

async function* eventsOf(
  response: ServerResponse,
  chat: WallChat,
  did: WallAttempt['did'],
  times: WallTimes,
): AsyncGenerator<string> {
  const base = frame(chat, 'chat.completion.chunk');
  const chunk = (delta: object, finishReason: string | null = null) =>
    JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finishReason }] });

  yield chunk({ role: 'assistant', content: '' });
  for (const [at, word] of canonicalWords.entries()) {
    if ((did === 'cut' && at === cutAfterWords) || (did === 'stalled' && at === stallAfterWords)) {
      if (did === 'stalled') await pause(response, times.stallMs);
      // The connection ends without the last chunk of its encoding: what was written goes out, nothing more comes.
      response.socket?.end();
      return;
    }
    if (did === 'garbled' && at === garbledAtWord)
      yield '{"object":"chat.completion.chunk","choices":[{"delta":{"content":';
    yield chunk({ content: at === 0 ? word : ` ${word}` });
    await pause(response, times.betweenWordsMs);
  }
  yield chunk({}, 'stop');
  if (chat.stream_options?.include_usage === true) yield JSON.stringify({ ...base, choices: [], usage });
  if (did !== 'without-done') yield '[DONE]';
}

function frame({ model }: WallChat, object: string) {
  return { id: `chatcmpl-${performance.now()}`, object, created: Math.floor(Date.now() / 1000), model };
}

const usage = { prompt_tokens: 20, completion_tokens: 60, total_tokens: 80 };
const wholeChoice = {
  index: 0,
  message: { role: 'assistant', content: canonicalAnswer },
  finish_reason: 'stop',
};

const cutAfterWords = 40;
const stallAfterWords = 20;
const garbledAtWord = 10;
