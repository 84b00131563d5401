import { expect, it } from 'vitest';
import { findModel } from '../../../shared/models/catalogue.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { openaiOperations } from '../../../shared/upstream/openai-operations.ts';
import { deploymentOf } from '../../setup/deployment.ts';

it('are bodies in OpenAI’s protocol under the deployment’s own name', async () => {
  const sent: unknown[] = [];
  const provider = openaiOperations(
    (path, body) => {
      sent.push([path, body]);
      return Promise.reject(new Error('enough'));
    },
    async () => {},
    findModel,
  );
  const attempt = {
    deployment: deploymentOf({ deployment: 'prod' }),
    credential: { kind: 'api-key', value: new SecretValue('k') },
    signal: new AbortController().signal,
    requestId: 'r',
    learned: {},
  } as const;
  const messages = [{ role: 'user', content: 'Hello' }];
  await expect(provider.chat({ model: 'alias', messages }, attempt)).rejects.toThrow('enough');
  await expect(provider.embed({ model: 'alias', input: 'a' }, attempt)).rejects.toThrow('enough');
  expect(sent).toEqual([
    ['/chat/completions', { model: 'prod', messages }],
    ['/embeddings', { model: 'prod', input: 'a' }],
  ]);
});
