import { afterEach, expect, it } from 'vitest';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

it('knows the limits of callers and teams, and paces deployments by their own figures or those set for them', async () => {
  running = await startGatewayParts({
    caller: { limits: { requestsPerMinute: 5 } },
    members: {
      teams: { all: { callers: ['tests'], budgets: [{ tokens: 9, per: 'day' }] } },
      limits: { deployments: { 'chat-east': { requestsPerMinute: 60 } } },
    },
  });
  const { book, limiter } = running.parts.limits;
  expect(book.forCall('tests', 'gpt-4o').map(({ unit, most }) => [unit, most])).toEqual([
    ['requests', 5],
    ['tokens', 9],
  ]);
  expect(book.forDeployment('chat-east').map(({ most }) => most)).toEqual([10, 60]);
  expect(book.forDeployment('chat-west')).toEqual([]);
  expect(limiter.status()).toMatchObject({ store: 'up', whenStoreIsDown: 'local-share', waiting: 0 });
});
