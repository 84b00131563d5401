import { describe, expect, it } from 'vitest';
import { eventObject, isDone, isUsageEvent, storedEvents } from '../../../shared/cache/stored-events.ts';

describe('the events of a kept stream', () => {
  it('are cut with their framing, whatever their line ends', () => {
    const body = Buffer.from('data: {"a":1}\n\n: comment\r\n\r\ndata: [DONE]\n\n');
    const events = storedEvents(body);
    expect(events.map(String)).toEqual(['data: {"a":1}\n\n', ': comment\r\n\r\n', 'data: [DONE]\n\n']);
    expect(events.map(eventObject)).toEqual([{ a: 1 }, undefined, undefined]);
    expect(events.map(isDone)).toEqual([false, false, true]);
  });

  it('include a last one that lacks its blank line', () => {
    expect(storedEvents(Buffer.from('data: {}\n\ndata: [DONE]')).map(String)).toEqual([
      'data: {}\n\n',
      'data: [DONE]\n\n',
    ]);
    expect(storedEvents(new Uint8Array())).toEqual([]);
  });

  it.each([
    ['data: {"choices":[],"usage":{"total_tokens":1}}\n\n', true],
    ['data: {"usage" : {}, "choices" : []}\n\n', true],
    ['data: {"choices":[{}],"usage":{"total_tokens":1}}\n\n', false],
    ['data: {"choices":[],"usage":null}\n\n', false],
    ['data: {"choices":[{"delta":{"content":"\\"usage\\":{"}}]}\n\n', false],
    ['data: {"usage":{ broken\n\n', false],
    ['data: [DONE]\n\n', false],
  ])('tell that %j is the usage chunk: %s', (event, isUsage) => {
    expect(isUsageEvent(Buffer.from(event))).toBe(isUsage);
  });
});
