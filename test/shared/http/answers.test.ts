import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { errorAnswer, jsonAnswer, servedHeaders } from '../../../shared/http/answers.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const served = { deployment: deploymentOf({ name: 'east-gpt-4o' }), attempts: 3 };

describe('jsonAnswer', () => {
  it('writes an object', () => {
    expect(jsonAnswer({ a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  });

  it('passes bytes on untouched, with who served them', () => {
    const bytes = Buffer.from('{ "a": 1 }');
    const answer = jsonAnswer(bytes, served);
    expect(answer.body).toBe(bytes);
    expect(answer.headers).toEqual({
      'content-type': 'application/json',
      'x-sluice-deployment': 'east-gpt-4o',
      'x-sluice-attempts': '3',
    });
  });
});

describe('servedHeaders', () => {
  it('name the deployment and count the attempts', () => {
    expect(servedHeaders(served)).toEqual({ 'x-sluice-deployment': 'east-gpt-4o', 'x-sluice-attempts': '3' });
  });
});

describe('errorAnswer', () => {
  it('answers in OpenAI’s shape', () => {
    const answer = errorAnswer(new GatewayError('model_not_found', 'No such model.', { param: 'model' }));
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(typeof answer.body === 'string' ? answer.body : '')).toEqual({
      error: { message: 'No such model.', type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
    });
  });

  it.each([
    [1500, '1500', '2'],
    [0.4, '1', '1'],
    [60_000, '60000', '60'],
  ])('asks for a wait of %i ms in both headers, never for less', (retryAfterMs, milliseconds, seconds) => {
    const { headers } = errorAnswer(new GatewayError('rate_limit_exceeded', 'Busy.', { retryAfterMs }));
    expect(headers).toMatchObject({ 'retry-after-ms': milliseconds, 'retry-after': seconds });
  });

  it('says how the caller’s limits stand, refused or served', () => {
    const headers = { 'x-ratelimit-remaining-requests': '0' };
    expect(errorAnswer(new GatewayError('budget_exceeded', 'No.', { headers })).headers).toMatchObject(headers);
    expect(servedHeaders({ ...served, limits: headers })).toMatchObject(headers);
  });

  it('asks for no wait where there is none', () => {
    expect(Object.keys(errorAnswer(new GatewayError('conflict', 'x')).headers)).toEqual(['content-type']);
  });

  it('says with a 401 how to authenticate', () => {
    expect(errorAnswer(new GatewayError('invalid_api_key', 'x')).headers).toHaveProperty('www-authenticate', 'Bearer');
    expect(errorAnswer(new GatewayError('invalid_token', 'x')).headers).toHaveProperty(
      'www-authenticate',
      'Bearer error="invalid_token"',
    );
  });
});
