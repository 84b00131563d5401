import type { ChatRequest } from '../../openai/chat-request.ts';
import type { Encodings } from '../bpe/encodings.ts';
import { countChat, type ChatCount } from '../chat/count-chat.ts';
import { encodingNameOf, type CountedModel } from '../chat/counted-model.ts';
import { chooseGroups, tokensOf, type DropOrder } from './choose-groups.ts';
import { groupMessages, type MessageGroup } from './group-messages.ts';
import { shortenTexts } from './shorten-texts.ts';
import { summariseMessages, summaryOverheadTokens, type Summarise } from './summarise-messages.ts';

/** A strategy that makes a chat shorter. */
export type ShorteningStrategy = 'drop-oldest' | 'middle-out' | 'truncate' | 'summarise';

/** A chat made shorter, counted anew; it may still be too long, when there was nothing more to take. */
export type ShortenedChat = {
  readonly kind: 'dropped' | 'truncated' | 'summarised';
  readonly chat: ChatRequest;
  readonly count: ChatCount;
};

/** What shortening works with. */
export type Shortening = {
  readonly model: CountedModel;
  readonly encodings: Encodings;
  readonly summarise: Summarise;
  readonly signal?: AbortSignal | undefined;
};

/** Shortens a chat to `targetTokens` of prompt, as far as its strategy can. */
export async function shortenChat(
  chat: ChatRequest,
  count: ChatCount,
  targetTokens: number,
  strategy: ShorteningStrategy,
  by: Shortening,
): Promise<ShortenedChat> {
  switch (strategy) {
    case 'drop-oldest':
      return dropGroups(chat, count, targetTokens, 'oldest-first', by);
    case 'middle-out': {
      const dropped = await dropGroups(chat, count, targetTokens, 'middle-first', by);
      if (dropped.count.tokens <= targetTokens) return dropped;
      return cutTexts(dropped.chat, dropped.count, targetTokens, 'middle', by);
    }
    case 'truncate':
      return cutTexts(chat, count, targetTokens, 'end', by);
    case 'summarise':
      return summariseGroups(chat, count, targetTokens, by);
  }
}

async function dropGroups(
  chat: ChatRequest,
  count: ChatCount,
  targetTokens: number,
  order: DropOrder,
  by: Shortening,
): Promise<ShortenedChat> {
  const groups = chooseGroups(groupMessages(chat.messages), count.messageTokens, count.tokens - targetTokens, order);
  const shorter = { ...chat, messages: without(chat.messages, groups) };
  return { kind: 'dropped', chat: shorter, count: await countChat(shorter, by.model, by.encodings, by.signal) };
}

async function cutTexts(
  chat: ChatRequest,
  count: ChatCount,
  targetTokens: number,
  cut: 'end' | 'middle',
  by: Shortening,
): Promise<ShortenedChat> {
  const encoding = await by.encodings.load(encodingNameOf(by.model));
  const shorter = await shortenTexts(chat, count.tokens - targetTokens, encoding, cut, by.signal);
  return { kind: 'truncated', chat: shorter, count: await countChat(shorter, by.model, by.encodings, by.signal) };
}

async function summariseGroups(
  chat: ChatRequest,
  count: ChatCount,
  targetTokens: number,
  by: Shortening,
): Promise<ShortenedChat> {
  const summaryTokens = Math.min(1024, Math.floor(targetTokens / 4));
  const excess = count.tokens + summaryTokens + summaryOverheadTokens - targetTokens;
  const groups = chooseGroups(groupMessages(chat.messages), count.messageTokens, excess, 'oldest-first');
  // No summary is paid for that would not help.
  if (tokensOf(groups, count.messageTokens) < excess) return { kind: 'summarised', chat, count };
  const places = groups.flat().toSorted((left, right) => left - right);
  const encoding = await by.encodings.load(encodingNameOf(by.model));
  const summary = await summariseMessages(
    places.flatMap((place) => chat.messages[place] ?? []),
    summaryTokens,
    by.summarise,
    encoding,
    by.signal,
  );
  const left = new Set(places);
  const messages = chat.messages.flatMap((message, place) => {
    if (place === places[0]) return [summary];
    return left.has(place) ? [] : [message];
  });
  const shorter = { ...chat, messages };
  return { kind: 'summarised', chat: shorter, count: await countChat(shorter, by.model, by.encodings, by.signal) };
}

function without(messages: ChatRequest['messages'], groups: readonly MessageGroup[]): ChatRequest['messages'] {
  const left = new Set(groups.flat());
  return messages.filter((_, place) => !left.has(place));
}
