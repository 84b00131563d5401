import { expect, it } from 'vitest';
import { recordCall } from '../../../shared/gateway/record-call.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';

it('writes one line of who called what, who served, what it cost and how long it took', async () => {
  let nowMs = 5_000;
  const running = await startGatewayParts({ now: () => nowMs });
  const call = running.call();
  nowMs += 120;
  const served = { deployment: deploymentOf({ name: 'east' }), attempts: 2 };
  const usage = { promptTokens: 7, completionTokens: 2, totalTokens: 9, estimated: true };
  recordCall(call, running.parts, { operation: 'chat', model: 'gpt-4o', served, usage, outcome: 'cut', stream: true });
  recordCall(call, running.parts, {
    operation: 'chat',
    model: 'gpt-4o',
    served,
    usage: undefined,
    outcome: 'completed',
    stream: false,
  });
  expect(running.log.lines).toEqual([
    {
      level: 'info',
      event: 'call-ended',
      requestId: 'request-1',
      caller: 'tests',
      keyId: 'key0000001',
      deployment: 'east',
      attempts: 2,
      operation: 'chat',
      model: 'gpt-4o',
      outcome: 'cut',
      stream: true,
      promptTokens: 7,
      completionTokens: 2,
      estimated: true,
      durationMs: 120,
    },
    expect.objectContaining({ outcome: 'completed', promptTokens: undefined, estimated: undefined }),
  ]);
  await running.stop();
});
