import { expect, it } from 'vitest';
import { free, priceCall } from '../../../shared/gateway/price-call.ts';
import { createCatalogue } from '../../../shared/models/catalogue.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';

const usage = { promptTokens: 1_000, completionTokens: 100, totalTokens: 1_100, estimated: false };
const prices = [{ from: '2026-01-01', input: 2, output: 8 }];
const atMs = Date.UTC(2026, 10, 1);

it('prices a call by its model, and says what a prepaid one would have cost', async () => {
  const running = await startGatewayParts();
  const parts = { ...running.parts, ...createCatalogue({ own: { prices } }) };
  const metered = deploymentOf({ model: 'own' });
  const prepaid = { ...metered, capacity: { ...metered.capacity, provisioned: true } };
  const listNanoDollars = 2_800_000;
  expect(priceCall(usage, metered, atMs, parts)).toEqual({
    ...free,
    costKind: 'metered',
    costNanoDollars: listNanoDollars,
  });
  expect(priceCall(usage, prepaid, atMs, parts)).toEqual({ ...free, costKind: 'prepaid', listNanoDollars });
  await running.stop();
});

it('knows no cost without a price or without usage, and warns of a model once', async () => {
  const running = await startGatewayParts();
  const deployment = deploymentOf({ model: 'nobody-knows' });
  const unknown = { costKind: 'unknown', costNanoDollars: null, listNanoDollars: null };
  expect(priceCall(usage, deployment, atMs, running.parts)).toEqual({ ...unknown, unpricedReason: 'no-price' });
  expect(priceCall(usage, deployment, atMs, running.parts)).toEqual({ ...unknown, unpricedReason: 'no-price' });
  expect(priceCall(undefined, deployment, atMs, running.parts)).toEqual({ ...unknown, unpricedReason: 'no-usage' });
  expect(running.log.of('price-unknown')).toEqual([
    expect.objectContaining({ level: 'warn', model: 'nobody-knows', reason: 'no-price' }),
  ]);
  await running.stop();
});
