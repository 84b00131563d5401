import { describe, expect, it } from 'vitest';
import { readJsonBody } from '../../../shared/http/read-body.ts';
import { bodyOf, type FunctionCall } from '../../setup/call-function.ts';

const read = (call: Partial<FunctionCall>, contentType: string | undefined = 'application/json', maxBytes = 100) =>
  readJsonBody({ headers: { 'content-type': contentType }, body: bodyOf(call) }, maxBytes);

describe('readJsonBody', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    ' Application/JSON',
    'application/problem+json',
    'text/json',
  ])('reads a body of %s', async (contentType) => {
    expect(await read({ body: { a: 'Grüße' } }, contentType)).toEqual({ a: 'Grüße' });
  });

  it('reads a body that does not say what it is', async () => {
    expect(await readJsonBody({ headers: {}, body: bodyOf({ body: { a: 1 } }) }, 100)).toEqual({ a: 1 });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/html',
    '',
  ])('does not read a body of %j', async (contentType) => {
    await expect(read({ body: '{}' }, contentType)).rejects.toMatchObject({
      code: 'unsupported_media_type',
      status: 415,
    });
  });

  it('puts a character together that arrives in two pieces', async () => {
    const bytes = Buffer.from('{"a":"ü"}');
    const at = bytes.indexOf(0xc3) + 1;
    expect(await read({ bodyPieces: [bytes.subarray(0, at), bytes.subarray(at)] })).toEqual({ a: 'ü' });
  });

  it('takes a body of just the allowed length, and not one byte more', async () => {
    const body = JSON.stringify('x'.repeat(98));
    expect(await read({ body })).toBe('x'.repeat(98));
    await expect(read({ body: `${body} ` })).rejects.toMatchObject({ code: 'request_too_large', status: 413 });
  });

  it('does not read a body that is too long by its own account', async () => {
    const body = () => expect.unreachable('it was read');
    await expect(readJsonBody({ headers: { 'content-length': '101' }, body }, 100)).rejects.toMatchObject({
      code: 'request_too_large',
      status: 413,
    });
  });

  it.each([
    ['half an object', '{"a":'],
    ['nothing', ''],
    ['two values', '{} {}'],
  ])('says of %s that it is no JSON', async (_what, body) => {
    await expect(read({ body })).rejects.toMatchObject({ code: 'invalid_json', status: 400 });
  });

  it('says of a missing body that it is no JSON', async () => {
    await expect(read({})).rejects.toMatchObject({ code: 'invalid_json' });
  });
});
