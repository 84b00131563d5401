import { describe, expect, it } from 'vitest';
import { semanticQuestion } from '../../../shared/cache/semantic-question.ts';

const asking = (content: unknown, more: object = {}) => ({
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content, ...more },
  ],
  temperature: 0,
});
const restOf = (content: unknown, more: object = {}) => JSON.stringify(semanticQuestion(asking(content, more))?.rest);

describe('a question that may be asked in other words', () => {
  it('is the text of the last message; all else is the rest', () => {
    const question = semanticQuestion(asking('What is Rome?'));
    expect(question?.text).toBe('What is Rome?');
    expect(JSON.stringify(question?.rest)).not.toContain('Rome');
    expect(question?.rest).toMatchObject({ temperature: 0, messages: [{ content: 'Be brief.' }, { role: 'user' }] });
  });

  it('is the same as text and as a text part, and leaves images in the rest', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const parts = [{ type: 'text', text: 'What is' }, image, { type: 'text', text: 'this?' }];
    expect(semanticQuestion(asking(parts))?.text).toBe('What is\nthis?');
    expect(restOf(parts)).toContain('AAAA');
    expect(restOf([{ type: 'text', text: 'Rome?' }])).toBe(restOf('Where is Rome?'));
  });

  it('differs in the rest when numbers, names or marked parts differ', () => {
    expect(restOf('In 2023?')).not.toBe(restOf('In 2024?'));
    expect(restOf('1.5 or 2?')).not.toBe(restOf('15 or 2?'));
    expect(restOf('Rome?', { name: 'a' })).not.toBe(restOf('Rome?', { name: 'b' }));
    const marked = (text: string) => [
      { type: 'text', text: 'Rome?' },
      { type: 'text', text, cache_control: {} },
    ];
    expect(restOf(marked('one'))).not.toBe(restOf(marked('other')));
  });

  it.each([
    [{}],
    [{ messages: [] }],
    [{ messages: [{ role: 'assistant', content: 'Rome.' }] }],
    [
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'tool', content: '42', tool_call_id: 'c' },
        ],
      },
    ],
    [asking('  ')],
    [asking(null)],
    [asking([{ type: 'image_url', image_url: { url: 'x' } }])],
  ])('is none in %j', (request) => {
    expect(semanticQuestion(request)).toBeUndefined();
  });
});
