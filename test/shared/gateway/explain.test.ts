import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../../shared/gateway/explain.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts({
    ...routed({ fallbacks: ['gpt-4o-mini'], strategy: 'round-robin' }),
    breaker: { minimumCalls: 1 },
  });
});
afterEach(() => running.stop());

const explained = () => explain('gpt-4o', running.call(), running.parts);

describe('explain', () => {
  it('tells the order of a model’s deployments and of its fallbacks, and why', () => {
    expect(explained()).toMatchObject({
      model: 'gpt-4o',
      tiers: [
        {
          model: 'gpt-4o',
          strategy: 'round-robin',
          deployments: [
            { deployment: 'chat-east', position: 1, reasons: ['priority 1', 'in turn, weight 1'] },
            { deployment: 'chat-west', position: 2 },
          ],
        },
        {
          model: 'gpt-4o-mini',
          strategy: 'weighted',
          deployments: [{ deployment: 'mini-east' }, { deployment: 'mini-west' }],
        },
      ],
    });
  });

  it('tells of what is known now: a circuit that is open, a throttle', () => {
    running.parts.breakers.of('chat-east').admit()?.failed();
    running.parts.states.of({ name: 'mini-east' }).throttledUntilMs = Date.now() + 60_000;
    const [own, fallback] = explained().tiers;
    expect(own?.deployments.map(({ deployment }) => deployment)).toEqual(['chat-west', 'chat-east']);
    expect(own?.deployments[1]?.reasons[0]).toMatch(/^breaker open until 20/);
    expect(fallback?.deployments[1]).toMatchObject({ deployment: 'mini-east' });
    expect(fallback?.deployments[1]?.reasons[0]).toMatch(/^throttled until 20/);
  });

  it('sends nothing and uses nothing up', () => {
    expect(explained()).toEqual(explained());
    expect(running.simulator.counts().calls).toBe(0);
  });

  it('refuses as a call would', () => {
    expect(() => explain('gpt-9', running.call(), running.parts)).toThrow(
      expect.objectContaining({ code: 'model_not_found' }),
    );
    const caller = { ...running.caller, models: new Set(['gpt-4o-mini']) };
    expect(() => explain('gpt-4o', running.call({ caller }), running.parts)).toThrow(
      expect.objectContaining({ code: 'model_not_allowed' }),
    );
  });
});
