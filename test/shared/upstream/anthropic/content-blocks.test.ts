import { describe, expect, it } from 'vitest';
import { textBlocks, thinkingBlocks, userBlocks } from '../../../../shared/upstream/anthropic/content-blocks.ts';

const image = (url: unknown) => [{ type: 'image_url', image_url: { url, detail: 'high' } }];
const file = (members: object) => [{ type: 'file', file: members }];

describe('userBlocks', () => {
  it.each([
    ['a text', 'Hello', [{ type: 'text', text: 'Hello' }]],
    [
      'parts of text',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    ],
    ['an empty text, which says nothing', '', []],
    ['nothing', null, []],
    [
      'an image as data',
      image('data:image/png;base64,iVBORw0='),
      [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0=' } }],
    ],
    [
      'an image by its address',
      image('https://example.com/a.png'),
      [{ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }],
    ],
    [
      'a PDF',
      file({ file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'report.pdf' }),
      [
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
          title: 'report.pdf',
        },
      ],
    ],
    [
      'a text file',
      file({ file_data: 'data:text/plain;charset=utf-8;base64,R3LDvMOfZQ==' }),
      [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Grüße' } }],
    ],
  ])('takes %s', (_what, content, blocks) => {
    expect(userBlocks(content, 'messages[0].content')).toEqual(blocks);
  });

  it.each([
    ['sound', [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }], 'messages[0].content[0]'],
    ['an image of another type', image('data:image/tiff;base64,AA=='), 'messages[0].content[0].image_url'],
    ['an image that is no address', image('file:///etc/passwd'), 'messages[0].content[0].image_url'],
    ['an image without an address', image(undefined), 'messages[0].content[0].image_url'],
    ['data that is not base64', image('data:image/png,abc'), 'messages[0].content[0].image_url'],
    ['a file kept by OpenAI', file({ file_id: 'file-1' }), 'messages[0].content[0].file'],
    ['a file of another type', file({ file_data: 'data:text/csv;base64,AA==' }), 'messages[0].content[0].file'],
    ['a part of a new type', [{ type: 'video' }], 'messages[0].content[0]'],
  ])('names %s as what it cannot take', (_what, content, param) => {
    expect(() => userBlocks(content, 'messages[0].content')).toThrow(expect.objectContaining({ param }));
  });
});

describe('textBlocks', () => {
  it('takes refusals as text', () => {
    expect(textBlocks([{ type: 'refusal', refusal: 'No.' }], 'p')).toEqual([{ type: 'text', text: 'No.' }]);
  });

  it('takes no image', () => {
    expect(() => textBlocks(image('https://a.example/b.png'), 'p')).toThrow(expect.objectContaining({ param: 'p[0]' }));
  });
});

describe('thinkingBlocks', () => {
  it('gives back what came, and nothing beside it', () => {
    const blocks = [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'redacted_thinking', data: 'd' },
    ];
    expect(
      thinkingBlocks(
        blocks.map((block) => ({ ...block, more: 1 })),
        'p',
      ),
    ).toEqual(blocks);
    expect(thinkingBlocks(undefined, 'p')).toEqual([]);
    expect(thinkingBlocks(null, 'p')).toEqual([]);
  });

  it.each([['a text'], [[{ type: 'thinking', thinking: 'unsigned' }]], [[{ type: 'text', text: 'a' }]], [[null]]])(
    'refuses %j',
    (given) => {
      expect(() => thinkingBlocks(given, 'p')).toThrow("Anthropic cannot serve 'p");
    },
  );
});
