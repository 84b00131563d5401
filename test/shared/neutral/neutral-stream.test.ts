import { describe, expect, it } from 'vitest';
import { NeutralStream } from '../../../shared/neutral/neutral-stream.ts';

function read(events: (object | string)[]) {
  const stream = new NeutralStream();
  const told = events.flatMap((event) =>
    stream.read(Buffer.from(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)),
  );
  return { stream, told };
}
const chunk = (delta: object, finish_reason: string | null = null) => ({
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, delta, finish_reason }],
});
const part = (index: number, members: object) => chunk({ tool_calls: [{ index, ...members }] });

describe('NeutralStream', () => {
  it('tells text, thought and refusals as they come, and no empty ones', () => {
    const { told } = read([
      { model: '', choices: [] },
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Hm.' }),
      chunk({ content: 'Hi' }),
      chunk({ refusal: 'No.' }),
      { choices: [{ index: 0, finish_reason: null }] },
    ]);
    expect(told).toEqual([
      { event: 'delta', data: { reasoning: 'Hm.' } },
      { event: 'delta', data: { content: 'Hi' } },
      { event: 'delta', data: { refusal: 'No.' } },
    ]);
  });

  it('tells calls once they are whole', () => {
    const begun = [
      part(0, { id: 'c0', function: { name: 'f', arguments: '' } }),
      part(0, { function: { arguments: '{"a"' } }),
      part(1, { id: 'c1', function: { name: 'g', arguments: '{}' } }),
      part(0, { function: { arguments: ':1}' } }),
      chunk({}, 'tool_calls'),
    ];
    expect(read(begun).told).toEqual([]);
    expect(read([...begun, '[DONE]']).told).toEqual([
      { event: 'tool_call', data: { id: 'c0', name: 'f', arguments: { a: 1 } } },
      { event: 'tool_call', data: { id: 'c1', name: 'g', arguments: {} } },
    ]);
  });

  it('knows how it ended, and which model spoke', () => {
    const { stream } = read([chunk({ content: 'a' }), chunk({}, 'length'), '[DONE]']);
    expect(stream).toMatchObject({ isDone: true, finishReason: 'length', model: 'gpt-4o-2024-08-06' });
    expect(read([chunk({ content: 'a' })]).stream.isDone).toBe(false);
    expect(new NeutralStream()).toMatchObject({ isDone: false, finishReason: 'stop', model: null });
  });

  it('has nothing to tell of comments', () => {
    expect(new NeutralStream().read(Buffer.from(': waiting\n\n'))).toEqual([]);
    expect(read(['1']).told).toEqual([]);
  });
});
