import type { StreamKind } from './canned-answers.ts';
import type { BenchRequest } from './contestant.ts';

/** A chat of some 500 bytes to a gateway at `url`. */
export function chatRequest(url: string, headers: Record<string, string> = {}): BenchRequest {
  return post(url, headers, {});
}

/** The same chat as a stream of `chunks` pieces of text. */
export function streamRequest(
  url: string,
  kind: StreamKind,
  chunks: number,
  headers: Record<string, string> = {},
): BenchRequest {
  return post(url, headers, { stream: true, max_tokens: chunks, user: kind });
}

function post(url: string, headers: Record<string, string>, members: object): BenchRequest {
  const body = JSON.stringify({ model: 'gpt-4o', messages, temperature: 0.2, ...members });
  return {
    url: new URL(url),
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers },
    body,
  };
}

const messages = [
  { role: 'system', content: 'You answer questions about the water works of a small town, in two sentences at most.' },
  { role: 'user', content: 'When was the lower sluice rebuilt, and who keeps its key on market days?' },
  { role: 'assistant', content: 'It was rebuilt after the flood. The miller keeps the key, as the town book says.' },
  { role: 'user', content: 'And how long does it take to let a barge through when the river stands high?' },
];
