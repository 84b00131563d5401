import { expect, it } from 'vitest';
import { attemptAddress } from '../../../shared/upstream/attempt-address.ts';
import { deploymentOf } from '../../setup/deployment.ts';

it.each([
  ['https://east.openai.azure.com', '2024-10-21', 'chat', 443, '/openai/deployments/gpt%204o/chat/completions'],
  ['https://east.openai.azure.com', 'v1', 'chat', 443, '/openai/v1/chat/completions'],
  ['https://east.openai.azure.com', 'preview', 'embeddings', 443, '/openai/v1/embeddings'],
  ['http://127.0.0.1:7072/east', '2024-10-21', 'embeddings', 7072, '/east/openai/deployments/gpt%204o/embeddings'],
  ['http://localhost', 'v1', 'chat', 80, '/openai/v1/chat/completions'],
] as const)('of Azure at %s on %s: %s', (endpoint, apiVersion, operation, port, path) => {
  const deployment = deploymentOf({ endpoint, apiVersion, deployment: 'gpt 4o' });
  expect(attemptAddress(deployment, operation)).toEqual({
    scheme: new URL(endpoint).protocol.slice(0, -1),
    host: new URL(endpoint).hostname,
    port,
    path,
  });
});

it.each([
  ['openai', 'https://api.openai.com/v1', '/v1/chat/completions'],
  ['anthropic', 'https://api.anthropic.com', '/v1/messages'],
] as const)('of %s', (provider, endpoint, path) => {
  expect(attemptAddress(deploymentOf({ provider, endpoint }), 'chat')).toMatchObject({ scheme: 'https', path });
});
