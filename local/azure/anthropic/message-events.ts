import type { EventProtocol } from '../event-writer.ts';
import type { AnsweredBlock, MessageEnd } from './message-body.ts';

/** One event of a message's stream, and how many tokens it carries. */
export type MessageEvent = { readonly json: string; readonly tokens: number };

/** How Anthropic frames events: each is named by its type, and the last is `message_stop`. */
export const anthropicEvents: EventProtocol = {
  frame: (json) => `event: ${/^\{"type":"(\w+)"/.exec(json)?.[1] ?? 'error'}\ndata: ${json}\n\n`,
  end: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  nothing: 'event: ping\ndata: {"type":"ping"}\n\n',
};

/** The events of a streamed message but the last, in Anthropic's order: block after block, each opened and closed. */
export function* messageEvents(
  message: { readonly id: string; readonly model: string },
  blocks: readonly AnsweredBlock[],
  end: MessageEnd,
  begun: object,
  usage: object,
): Generator<MessageEvent> {
  const empty = { content: [], stop_reason: null, stop_sequence: null, stop_details: null };
  yield event('message_start', {
    message: {
      ...message,
      type: 'message',
      role: 'assistant',
      ...empty,
      container: null,
      diagnostics: null,
      usage: begun,
    },
  });
  for (const [index, block] of blocks.entries()) {
    yield event('content_block_start', { index, content_block: openingOf(block) });
    if (index === 0) yield event('ping', {});
    for (const piece of block.pieces)
      yield event('content_block_delta', { index, delta: deltaOf(block, piece.text) }, piece.tokens);
    if (block.type === 'thinking') {
      const delta = { type: 'signature_delta', signature: block.signature };
      yield event('content_block_delta', { index, delta });
    }
    yield event('content_block_stop', { index });
  }
  yield event('message_delta', { delta: { ...end, container: null }, usage });
}

function event(type: string, members: object, tokens = 0): MessageEvent {
  return { json: JSON.stringify({ type, ...members }), tokens };
}

function openingOf(block: AnsweredBlock): object {
  switch (block.type) {
    case 'thinking':
      return { type: block.type, thinking: '', signature: '' };
    case 'text':
      return { type: block.type, text: '', citations: null };
    case 'tool_use':
      return { type: block.type, id: block.id, name: block.name, input: {}, caller: { type: 'direct' } };
  }
}

function deltaOf({ type }: AnsweredBlock, text: string): object {
  switch (type) {
    case 'thinking':
      return { type: 'thinking_delta', thinking: text };
    case 'text':
      return { type: 'text_delta', text };
    case 'tool_use':
      return { type: 'input_json_delta', partial_json: text };
  }
}
