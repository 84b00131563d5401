import { describe, expect, it } from 'vitest';
import { isKeepableRequest, isKeepableStream, isKeepableWhole } from '../../../shared/cache/is-keepable.ts';
import { chunkOf, eventsOf } from './chat-samples.ts';

describe('an answer is kept', () => {
  it.each([
    [{}, true],
    [{ store: false, modalities: ['text'] }, true],
    [{ store: null, modalities: null }, true],
    [{ store: true }, false],
    [{ modalities: ['text', 'audio'] }, false],
  ])('to %j: %s', (request, isKept) => {
    expect(isKeepableRequest(request)).toBe(isKept);
  });

  it.each([
    [{ choices: [{ finish_reason: 'stop' }, { finish_reason: 'length' }] }, true],
    [{ choices: [{ finish_reason: 'stop' }, { finish_reason: null }] }, false],
    [{ choices: [{ finish_reason: 'content_filter' }] }, false],
    [{ choices: [] }, false],
    [{ choices: [7] }, false],
    [{ data: [{ embedding: [1] }] }, true],
    [{ data: [], error: { message: 'no' } }, false],
    [{}, false],
  ])('whole when it is %j: %s', (json, isKept) => {
    expect(isKeepableWhole(json)).toBe(isKept);
  });

  const end = chunkOf({}, {}, 'stop');
  it.each([
    ['it ends as its protocol says', eventsOf(chunkOf({ content: 'x' }), end), 1, true],
    ['text speaks of a filter', eventsOf(chunkOf({ content: '"finish_reason":"content_filter"' }), end), 1, true],
    ['[DONE] is missing', eventsOf(chunkOf({ content: 'x' }), end).slice(0, -1), 1, false],
    ['a choice is missing', eventsOf(chunkOf({ content: 'x' }), end), 2, false],
    ['a filter cut it', eventsOf(chunkOf({ content: 'x' }), chunkOf({}, {}, 'content_filter')), 1, false],
    ['it holds an error', eventsOf(chunkOf({ content: 'x' }), { error: { message: 'no' } }, end), 1, false],
    ['it holds garbage', [Buffer.from('data: <html>\n\n'), ...eventsOf(end)], 1, false],
  ])('as a stream when %s', (_, events, choices, isKept) => {
    expect(isKeepableStream(Buffer.concat(events), choices)).toBe(isKept);
  });
});
