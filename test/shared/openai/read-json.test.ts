import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { parseJsonBody } from '../../../shared/openai/read-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('parseJsonBody', () => {
  it.each(['{"a":1}', '[1,2]', '"x"', 'null', ' {"ü":"😀"} '])('reads %s', (text) => {
    expect(parseJsonBody(bytes(text))).toEqual(JSON.parse(text));
  });

  it('reads a body behind a byte order mark', () => {
    expect(parseJsonBody(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('{}')]))).toEqual({});
  });

  it('keeps a member named __proto__ as a member and the prototype as it was', () => {
    const body = parseJsonBody(bytes('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(Object(body))).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each(['', '  \n\t'])('says that a body of %j is empty', (text) => {
    expect(() => parseJsonBody(bytes(text))).toThrow(
      expect.objectContaining({ code: 'invalid_json', message: expect.stringContaining('empty') }),
    );
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJsonBody(new Uint8Array([0x22, 0xc3, 0x28, 0x22]))).toThrow(
      expect.objectContaining({ code: 'invalid_json', message: expect.stringContaining('UTF-8') }),
    );
  });

  it('says where the text goes wrong', () => {
    expect(() => parseJsonBody(bytes('{\n  "a": oops}'))).toThrow(
      'The request body is not valid JSON: unexpected character at position 9 (line 2, column 8).',
    );
  });

  it('repeats nothing of the body, in the message or in a cause', () => {
    let thrown: unknown;
    try {
      parseJsonBody(bytes('{"prompt": "sesame-opens", oh}'));
    } catch (error) {
      thrown = error;
    }
    expect(inspect(thrown)).toContain('position 27');
    expect(inspect(thrown)).not.toContain('sesame');
  });
});
