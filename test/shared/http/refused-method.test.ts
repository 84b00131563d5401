import { describe, expect, it } from 'vitest';
import { refusedMethod } from '../../../shared/http/refused-method.ts';

const refused = (path: string, method: string) => refusedMethod(path.split('/').filter(Boolean), method);

describe('refusedMethod', () => {
  it.each([
    ['GET', '/v1/chat/completions', 'POST', 'Send POST to /v1/chat/completions.'],
    ['POST', '/v1/jobs/job_1', 'DELETE, GET', 'Send DELETE or GET to /v1/jobs/{id}.'],
    ['POST', '/health', 'GET, HEAD', 'Send GET to /health.'],
    [
      'PUT',
      '/openai/deployments/not-to-be-told/embeddings',
      'POST',
      'Send POST to /openai/deployments/{deployment}/embeddings.',
    ],
  ])('says of %s %s that it takes %s', (method, path, allow, message) => {
    expect(refused(path, method)).toMatchObject({
      code: 'method_not_allowed',
      status: 405,
      message,
      headers: { allow },
    });
  });

  it('leaves alone what is not served, and what is served with this method', () => {
    expect([refused('/v1/nonsense', 'GET'), refused('/v1/embeddings', 'POST')]).toEqual([undefined, undefined]);
  });
});
