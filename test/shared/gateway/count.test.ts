import { afterEach, beforeEach, expect, it } from 'vitest';
import { count } from '../../../shared/gateway/count.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

it('counts a chat as its model does, beside what its window leaves, and sends nothing', async () => {
  const messages = [{ role: 'user', content: 'Hello, world!' }];
  expect(await count({ model: 'gpt-4o', messages }, running.call(), running.parts)).toMatchObject({
    tokens: 11,
    exact: true,
    encoding: 'o200k_base',
    context_window: 128_000,
  });
  expect(running.simulator.counts().calls).toBe(0);
});

it('counts texts for a model that only embeds', async () => {
  const answer = await count(
    { model: 'text-embedding-3-small', input: ['Hello', 'world'] },
    running.call(),
    running.parts,
  );
  expect(answer).toMatchObject({ tokens: 2, encoding: 'cl100k_base' });
});

it('knows no model that the caller may not use', () => {
  expect(() => count({ model: 'gpt-17', text: 'x' }, running.call(), running.parts)).toThrow(
    expect.objectContaining({ code: 'model_not_found' }),
  );
});
