import { expect, it } from 'vitest';
import { hideUsage } from '../../../shared/cache/hide-usage.ts';
import { chunkOf, eventsOf } from './chat-samples.ts';

async function shown(chunks: readonly Buffer[]) {
  const all: Buffer[] = [];
  for await (const chunk of hideUsage(
    (async function* () {
      yield* chunks;
    })(),
  )) {
    all.push(chunk);
  }
  return all;
}

const usage = { id: 'c', choices: [], usage: { total_tokens: 1 } };

it('takes the usage chunk out of a stream, and nothing else', async () => {
  const [text = Buffer.alloc(0), end = Buffer.alloc(0), count = Buffer.alloc(0), done = Buffer.alloc(0)] = eventsOf(
    chunkOf({ content: '"usage":{"x":1}' }),
    { ...chunkOf({}, {}, 'stop'), usage: { total_tokens: 1 } },
    usage,
  );
  expect(await shown([text, Buffer.concat([end, count, done])])).toEqual([text, Buffer.concat([end, done])]);
  expect(await shown([text, end, count, done])).toEqual([text, end, done]);
});

it('passes other chunks on untouched', async () => {
  const chunk = Buffer.concat(eventsOf(chunkOf({ content: 'x' })));
  expect((await shown([chunk]))[0]).toBe(chunk);
});
