import { OpenAI } from 'openai';
import { expect, it } from 'vitest';
import { openaiClientOptions } from '../../../shared/upstream/openai-client-options.ts';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';

it('leave a client nothing to decide: no retries, no environment', () => {
  const client = new OpenAI({
    ...openaiClientOptions(new PooledFetch({ connectMs: 1 })),
    baseURL: 'http://127.0.0.1:1',
  });
  expect(client).toMatchObject({ maxRetries: 0, organization: null, project: null, logLevel: 'off' });
});
