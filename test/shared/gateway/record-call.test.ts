import { expect, it } from 'vitest';
import { recordCall } from '../../../shared/gateway/record-call.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';
import { recordsOf } from '../../setup/records-of.ts';

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

it('keeps a record of what was used, and says it', async () => {
  const running = await startGatewayParts();
  const served = { deployment: { name: 'chat-east' }, attempts: 1 };
  const usage = { promptTokens: 7, completionTokens: 2, totalTokens: 9, cachedTokens: 3, estimated: false };
  const ended = { operation: 'chat', model: 'gpt-4o', served, usage, outcome: 'completed', stream: false } as const;
  const spent = recordCall(running.call(), running.parts, ended);
  const [record] = await recordsOf(running.parts);
  expect(record).toMatchObject({
    deployment: 'chat-east',
    provider: 'azure-openai',
    catalogueModel: 'gpt-4o',
    promptTokens: 7,
    cachedTokens: 3,
    completionTokens: 2,
    costKind: 'metered',
  });
  expect(spent).toEqual({ tokens: 9, nanoDollars: record?.costNanoDollars });
  await running.stop();
});

it('keeps of a kept answer that it used nothing', async () => {
  const running = await startGatewayParts();
  const served = { deployment: { name: 'chat-east' }, attempts: 0, cache: 'hit' } as const;
  const usage = { promptTokens: 7, completionTokens: 2, totalTokens: 9, estimated: false };
  const ended = { operation: 'chat', model: 'gpt-4o', served, usage, outcome: 'completed', stream: false } as const;
  expect(recordCall(running.call(), running.parts, ended)).toEqual({ tokens: 0, nanoDollars: 0 });
  expect(await recordsOf(running.parts)).toEqual([
    expect.objectContaining({ cache: 'hit', deployment: null, promptTokens: 0, completionTokens: 0, costKind: 'none' }),
  ]);
  await running.stop();
});
