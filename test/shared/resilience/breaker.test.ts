import { describe, expect, it } from 'vitest';
import { Breaker, type BreakerChange } from '../../../shared/resilience/breaker.ts';
import type { BreakerPermit } from '../../../shared/resilience/breaker-permit.ts';

const policy = { samplingMs: 10_000, minimumCalls: 4, failureRatio: 0.5, openMs: 5_000, probeLeaseMs: 2_000 };

function breakerAt(startMs = 1_000_000) {
  const changes: BreakerChange[] = [];
  let nowMs = startMs;
  const breaker = new Breaker(
    'east',
    policy,
    () => nowMs,
    (change) => changes.push(change),
  );
  const admitted = (): BreakerPermit => breaker.admit() ?? expect.unreachable('was not admitted');
  return {
    breaker,
    changes,
    admitted,
    pass: (ms: number) => (nowMs += ms),
    now: () => nowMs,
    fail: (times: number) => Array.from({ length: times }, () => admitted().failed()),
    succeed: (times: number) => Array.from({ length: times }, () => admitted().succeeded()),
  };
}

function openBreaker() {
  const parts = breakerAt();
  parts.fail(4);
  return parts;
}

function probedBreaker() {
  const parts = openBreaker();
  parts.pass(policy.openMs);
  return { ...parts, probe: parts.admitted() };
}

describe('a closed breaker', () => {
  it('admits every call, however many are under way', () => {
    const { breaker, admitted } = breakerAt();
    Array.from({ length: 100 }, admitted);
    expect(breaker.state).toBe('closed');
    expect(breaker.admitsAtMs).toBe(0);
  });

  it('stays closed while the calls are too few to tell', () => {
    const { breaker, fail } = breakerAt();
    fail(3);
    expect(breaker.state).toBe('closed');
  });

  it('stays closed while too small a share of them fails', () => {
    const { breaker, fail, succeed } = breakerAt();
    succeed(5);
    fail(4);
    expect(breaker.state).toBe('closed');
  });

  it('opens when enough calls were made and the share is reached, and tells so', () => {
    const { breaker, changes, fail, succeed } = breakerAt();
    succeed(2);
    fail(2);
    expect(breaker.state).toBe('open');
    expect(changes).toEqual([
      { name: 'east', from: 'closed', to: 'open', callCount: 4, failureCount: 2, openMs: 5_000, isAdopted: false },
    ]);
  });

  it('forgets failures that are older than the sampling time', () => {
    const { breaker, fail, pass } = breakerAt();
    fail(3);
    pass(policy.samplingMs);
    fail(3);
    expect(breaker.state).toBe('closed');
  });

  it('does not count what was released', () => {
    const { breaker, admitted, fail } = breakerAt();
    Array.from({ length: 10 }, () => admitted().released());
    fail(3);
    expect(breaker.state).toBe('closed');
  });

  it('counts an outcome once, whatever is said after it', () => {
    const { breaker, admitted } = breakerAt();
    for (let calls = 0; calls < 3; calls += 1) {
      const permit = admitted();
      permit.failed();
      permit.failed();
      permit.released();
    }
    expect(breaker.state).toBe('closed');
  });
});

describe('an open breaker', () => {
  it('admits nothing until its time is over, and says when that is', () => {
    const { breaker, pass, now } = openBreaker();
    const openUntilMs = now() + policy.openMs;
    expect(breaker.admit()).toBeUndefined();
    expect(breaker.admitsAtMs).toBe(openUntilMs);
    pass(policy.openMs - 1);
    expect(breaker.admit()).toBeUndefined();
    expect(breaker.state).toBe('open');
    pass(1);
    expect(breaker.state).toBe('half-open');
    expect(breaker.admitsAtMs).toBe(now());
  });

  it('takes no notice of calls that were under way when it opened', () => {
    const { breaker, admitted, fail, pass } = breakerAt();
    const [one, other] = [admitted(), admitted()];
    fail(4);
    one.succeeded();
    other.failed();
    expect(breaker.state).toBe('open');
    pass(policy.openMs);
    expect(breaker.admit()).toBeDefined();
  });
});

describe('a half-open breaker', () => {
  it('admits one probe and nothing beside it', () => {
    const { breaker, changes, now } = probedBreaker();
    expect(breaker.state).toBe('half-open');
    expect(breaker.admit()).toBeUndefined();
    expect(breaker.admitsAtMs).toBe(now() + policy.probeLeaseMs);
    expect(changes.at(-1)).toMatchObject({ from: 'open', to: 'half-open' });
  });

  it('closes when the probe succeeds, and has forgotten what was', () => {
    const { breaker, changes, fail, probe } = probedBreaker();
    probe.succeeded();
    expect(breaker.state).toBe('closed');
    expect(changes.at(-1)).toMatchObject({ from: 'half-open', to: 'closed', isAdopted: false });
    fail(3);
    expect(breaker.state).toBe('closed');
  });

  it('opens for twice as long when the probe fails, and never for more than eight times as long', () => {
    const { breaker, changes, probe, pass, admitted } = probedBreaker();
    probe.failed();
    expect(breaker.state).toBe('open');
    for (const openMs of [10_000, 20_000, 40_000, 40_000]) {
      expect(changes.at(-1)).toMatchObject({ from: 'half-open', to: 'open', openMs });
      pass(openMs - 1);
      expect(breaker.admit()).toBeUndefined();
      pass(1);
      admitted().failed();
    }
  });

  it('lets the next call probe when the probe is released: by an exception, a cancellation, a refused request', async () => {
    const { breaker, probe } = probedBreaker();
    const call = async (permit: BreakerPermit): Promise<void> => {
      try {
        await Promise.reject(new Error('The caller hung up.'));
        permit.succeeded();
      } finally {
        permit.released();
      }
    };
    await expect(call(probe)).rejects.toThrow('hung up');
    expect(breaker.state).toBe('half-open');
    expect(breaker.admitsAtMs).toBe(0);
    breaker.admit()?.succeeded();
    expect(breaker.state).toBe('closed');
  });

  it('takes a probe without an outcome for lost when its lease is over', () => {
    const { breaker, pass } = probedBreaker();
    pass(policy.probeLeaseMs - 1);
    expect(breaker.admit()).toBeUndefined();
    pass(1);
    expect(breaker.admit()).toBeDefined();
    expect(breaker.admit()).toBeUndefined();
  });

  it('still learns from a probe that outlived its lease', () => {
    const { breaker, pass, admitted, probe } = probedBreaker();
    pass(policy.probeLeaseMs);
    admitted();
    probe.succeeded();
    expect(breaker.state).toBe('closed');
  });

  it('keeps the second probe’s lease when the first one is released late', () => {
    const { breaker, pass, admitted, probe } = probedBreaker();
    pass(policy.probeLeaseMs);
    admitted();
    probe.released();
    expect(breaker.admit()).toBeUndefined();
  });

  it('takes no notice of calls from before it opened', () => {
    const { breaker, admitted, fail, pass } = breakerAt();
    const [one, other] = [admitted(), admitted()];
    fail(4);
    pass(policy.openMs);
    admitted();
    one.succeeded();
    other.failed();
    expect(breaker.state).toBe('half-open');
  });
});

describe('a breaker that has closed again', () => {
  it('opens for longer when it fails again soon', () => {
    const { changes, probe, fail } = probedBreaker();
    probe.succeeded();
    fail(4);
    expect(changes.at(-1)).toMatchObject({ to: 'open', openMs: 10_000 });
  });

  it('opens for the first time anew after a calm time', () => {
    const { changes, probe, fail, pass } = probedBreaker();
    probe.succeeded();
    pass(policy.samplingMs);
    fail(4);
    expect(changes.at(-1)).toMatchObject({ to: 'open', openMs: 5_000 });
  });
});

describe('news of a breaker', () => {
  it('is that it is closed, or for how much longer it is open; while half-open there is none', () => {
    const { breaker, fail, pass } = breakerAt();
    expect(breaker.news()).toEqual({ state: 'closed' });
    fail(4);
    pass(1_000);
    expect(breaker.news()).toEqual({ state: 'open', openings: 1, leftMs: 4_000 });
    pass(4_000);
    expect(breaker.news()).toBeUndefined();
    breaker.admit();
    expect(breaker.news()).toBeUndefined();
  });

  it('opens a closed breaker for the time that is left, and is marked as adopted', () => {
    const { breaker, changes, pass } = breakerAt();
    breaker.adopt({ state: 'open', openings: 3, leftMs: 700 });
    expect(breaker.admit()).toBeUndefined();
    expect(changes).toMatchObject([{ to: 'open', openMs: 700, isAdopted: true }]);
    pass(700);
    breaker.admit()?.failed();
    expect(changes.at(-1)).toMatchObject({ to: 'open', openMs: 40_000, isAdopted: false });
  });

  it('keeps an open breaker open for the longer of both times', () => {
    const { breaker, now } = openBreaker();
    breaker.adopt({ state: 'open', openings: 1, leftMs: 100 });
    expect(breaker.admitsAtMs).toBe(now() + policy.openMs);
    breaker.adopt({ state: 'open', openings: 2, leftMs: 9_000 });
    expect(breaker.admitsAtMs).toBe(now() + 9_000);
  });

  it('closes an open breaker, and says nothing new to a closed one', () => {
    const { breaker, changes } = openBreaker();
    breaker.adopt({ state: 'closed' });
    breaker.adopt({ state: 'closed' });
    expect(breaker.state).toBe('closed');
    expect(changes.filter(({ to }) => to === 'closed')).toMatchObject([{ isAdopted: true }]);
  });
});
