import { AzureOpenAI, OpenAI } from 'openai';
import { expect, it } from 'vitest';
import { openaiClientOptions } from '../../../shared/upstream/openai-client-options.ts';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { RequestForms } from '../../../shared/upstream/request-forms.ts';

const options = openaiClientOptions(new PooledFetch({ connectMs: 1000 }));
const azure = new AzureOpenAI({ ...options, baseURL: 'http://127.0.0.1:1/east/openai', apiVersion: '2024-10-21' });
const openai = new OpenAI({ ...options, baseURL: 'http://127.0.0.1:2/v1' });

it('are what the official client makes of an operation and a model', async () => {
  const forms = new RequestForms();
  expect(await forms.of(azure, '/chat/completions', 'gpt 4o/prod')).toMatchObject({
    origin: 'http://127.0.0.1:1',
    path: '/east/openai/deployments/gpt%204o%2Fprod/chat/completions?api-version=2024-10-21',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
  });
  expect(await forms.of(openai, '/embeddings', 'ada')).toMatchObject({
    origin: 'http://127.0.0.1:2',
    path: '/v1/embeddings',
  });
});

it('hold no credential, nor the client’s placeholder for one', async () => {
  for (const client of [azure, openai]) {
    const { headers } = await new RequestForms().of(client, '/chat/completions', 'gpt-4o');
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'content-type', 'user-agent']);
  }
});

it('are made once for each client, operation and model', async () => {
  const forms = new RequestForms();
  const form = await forms.of(azure, '/chat/completions', 'gpt-4o');
  expect(await forms.of(azure, '/chat/completions', 'gpt-4o')).toBe(form);
  expect(await forms.of(azure, '/chat/completions', 'gpt-4o-mini')).not.toBe(form);
  expect(await forms.of(azure, '/embeddings', 'gpt-4o')).not.toBe(form);
  expect(await forms.of(openai, '/chat/completions', 'gpt-4o')).not.toBe(form);
});
