import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readErrorBody, type UpstreamErrorBody } from '../../../shared/openai/upstream-error-body.ts';

const verdicts = { hate: { filtered: true, severity: 'high' }, jailbreak: { filtered: true, detected: true } };
const filterError = {
  message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  type: null,
  param: 'prompt',
  code: 'content_filter',
  status: 400,
};

const bodies: [string, unknown, UpstreamErrorBody][] = [
  [
    'a prompt refused by the content filter, verdicts in the singular',
    {
      error: {
        ...filterError,
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: verdicts },
      },
    },
    {
      message: filterError.message,
      code: 'content_filter',
      param: 'prompt',
      innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: verdicts },
      contentFilter: true,
    },
  ],
  [
    'verdicts in the plural under inner_error and no code of the filter',
    { error: { message: 'm', code: '400', inner_error: { content_filter_results: verdicts } } },
    { message: 'm', code: '400', innererror: { content_filter_results: verdicts }, contentFilter: true },
  ],
  [
    'verdicts that refused nothing',
    { error: { message: 'm', innererror: { content_filter_results: { hate: { filtered: false } } } } },
    { message: 'm', innererror: { content_filter_results: { hate: { filtered: false } } } },
  ],
  [
    'a policy violation without verdicts',
    { error: { code: 'BadRequest', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
    { code: 'BadRequest', innererror: { code: 'ResponsibleAIPolicyViolation' }, contentFilter: true },
  ],
  [
    'a prompt beyond the window',
    {
      error: {
        message: "This model's maximum context length is 8192 tokens.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
    {
      message: "This model's maximum context length is 8192 tokens.",
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  ],
  [
    'a wrong key',
    { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
    { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
  ],
  [
    'a wrong token, flat',
    { statusCode: 401, message: 'Unauthorized. Access token is missing, invalid, audience is incorrect.' },
    { code: '401', message: 'Unauthorized. Access token is missing, invalid, audience is incorrect.' },
  ],
  [
    'a principal without the data action',
    { error: { code: 'PermissionDenied', message: 'The principal `x` lacks the required data action `y`.' } },
    { code: 'PermissionDenied', message: 'The principal `x` lacks the required data action `y`.' },
  ],
  [
    'a firewall',
    { error: { code: '403', message: 'Access denied due to Virtual Network/Firewall rules.' } },
    { code: '403', message: 'Access denied due to Virtual Network/Firewall rules.' },
  ],
  [
    'keys switched off',
    { error: { code: 'AuthenticationTypeDisabled', message: 'Key based authentication is disabled.' } },
    { code: 'AuthenticationTypeDisabled', message: 'Key based authentication is disabled.' },
  ],
  [
    'a deployment that does not exist',
    { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
    { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
  ],
  [
    'a path that does not exist',
    { error: { code: '404', message: 'Resource not found' } },
    { code: '404', message: 'Resource not found' },
  ],
  [
    'a rate limit with a numeric code',
    { error: { code: 429, message: 'Please retry after 45 seconds.' } },
    { code: '429', message: 'Please retry after 45 seconds.' },
  ],
  [
    'a server error',
    { error: { code: 'InternalServerError', message: 'The server had an error.' } },
    { code: 'InternalServerError', message: 'The server had an error.' },
  ],
  [
    'OpenAI’s word for a refusal by its safety system',
    { error: { message: 'm', code: 'content_policy_violation' } },
    { message: 'm', code: 'content_policy_violation', contentFilter: true },
  ],
  ['an error that is only text', { error: 'model overloaded' }, { message: 'model overloaded' }],
  ['an error within a list', [{ error: { message: 'm', code: 'c' } }], { message: 'm', code: 'c' }],
  [
    'a JSON string',
    'Rate limit is exceeded. Try again in 2 seconds.',
    { message: 'Rate limit is exceeded. Try again in 2 seconds.' },
  ],
  ['an error without members', { error: null }, {}],
  ['an empty list', [], {}],
  ['a number', 5, {}],
];

describe('readErrorBody', () => {
  it.each(bodies)('reads %s', (_name, body, expected) => {
    expect(readErrorBody(JSON.stringify(body))).toEqual(expected);
  });

  it.each(['', '  \n'])('reads nothing from %j', (text) => {
    expect(readErrorBody(text)).toEqual({});
  });

  it('takes plain text for the message', () => {
    expect(readErrorBody('upstream connect error')).toEqual({ message: 'upstream connect error' });
  });

  it('takes the title of an HTML page for the message', () => {
    const page = '<!DOCTYPE html><html><head><title> 502 Bad Gateway </title></head><body>secrets</body></html>';
    expect(readErrorBody(page)).toEqual({ message: '502 Bad Gateway' });
    expect(readErrorBody('<html><body>no title</body></html>')).toEqual({});
  });

  it('reads the whole members of a body that was cut off', () => {
    const cut = '{"error":{"code":"content_filter","message":"It was \\"filtered\\".","innererror":{"co';
    expect(readErrorBody(cut)).toEqual({ code: 'content_filter', message: 'It was "filtered".', contentFilter: true });
    expect(readErrorBody('{"error":{"code":429,"message":"half a mess')).toEqual({ code: '429' });
  });

  it('shortens a message beyond 2000 characters', () => {
    expect(readErrorBody('x'.repeat(5000)).message).toHaveLength(2001);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readErrorBody(text)).toBeTypeOf('object');
        expect(readErrorBody(`{"error":${text}`)).toBeTypeOf('object');
      }),
    );
  });
});
