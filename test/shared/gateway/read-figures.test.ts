import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFigures } from '../../../shared/gateway/read-figures.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeAll(async () => {
  running = await startGatewayParts({ breaker: { minimumCalls: 1 } });
});
afterAll(() => running.stop());

describe('readFigures', () => {
  it('tells how each deployment, the limits, the cache and the ledger stand', () => {
    running.parts.breakers.of('chat-west').admit()?.failed();
    const figures = readFigures(running.parts, undefined);
    expect(figures.deployments).toHaveLength(5);
    expect(figures.deployments[0]).toEqual({
      name: 'chat-east',
      circuit: 'closed',
      credential: 'ok',
      credentialReads: 0,
    });
    expect(figures.deployments[1]).toMatchObject({ name: 'chat-west', circuit: 'open' });
    expect(figures).toMatchObject({
      limits: { isStoreUp: true, waiting: 0 },
      cache: { bytes: 0, answers: 0 },
      ledger: { inMemory: 0, lost: 0, isStoreDown: false },
    });
  });

  it.each([
    ['ready', true],
    ['connecting', false],
    ['down', false],
    [undefined, undefined],
  ] as const)('takes a store that is %s as up: %s', (state, isUp) => {
    expect(readFigures(running.parts, state).isStoreUp).toBe(isUp);
  });

  it('tells what telemetry lost, where there is any', () => {
    const dropped = { spans: 1, events: 2, calls: 3 };
    expect(readFigures(running.parts, undefined, dropped).telemetryDropped).toBe(dropped);
    expect(readFigures(running.parts, undefined).telemetryDropped).toBeUndefined();
  });

  it('knows of no ledger where no usage is kept', () => {
    expect(readFigures({ ...running.parts, usage: undefined }, undefined).ledger).toBeUndefined();
  });
});
