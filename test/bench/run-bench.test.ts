import { describe, expect, it } from 'vitest';
import { worseThan } from '../../bench/baseline.ts';
import { formatReport } from '../../bench/format-report.ts';
import { judgeGoals } from '../../bench/goal.ts';
import { parseOptions } from '../../bench/options.ts';
import { allSections, quickPlan, type Plan } from '../../bench/plan.ts';
import { runBench } from '../../bench/run-bench.ts';

const tinyPlan: Plan = {
  name: 'quick',
  sections: allSections,
  chat: { callers: [1, 2], rounds: 1, sliceMs: 10 },
  stream: { chunks: 5, rounds: 1, sliceMs: 10, unpacedCallers: 2, pacedCallers: 2, pacedRounds: 1, pacedChunks: 2 },
  memory: { turns: 1, idleStreams: 2, slowReaders: 1, settleMs: 50 },
  cold: { rounds: 1 },
};

describe('runBench', () => {
  it('measures every contestant by every measure and judges the goals', { timeout: 60_000 }, async () => {
    const begun: string[] = [];
    const report = await runBench(tinyPlan, (section) => begun.push(section));

    expect(begun).toEqual(allSections);
    for (const id of ['chat-1', 'chat-2', 'stream-unpaced', 'stream-paced']) {
      const measurement = report.measurements.find((each) => each.id === id);
      expect(Object.keys(measurement?.values ?? {}), id).toEqual(
        expect.arrayContaining(['raw', 'hello', 'functions', 'sluice']),
      );
      expect(measurement?.ratios?.raw?.raw, id).toBe(1);
      expect(measurement?.ratios?.hello?.sluice, id).toBeGreaterThan(0);
    }
    for (const id of ['chat-latency', 'first-text', 'idle-stream', 'slow-reader', 'cold-start']) {
      expect(report.measurements.find((each) => each.id === id)?.values, id).toHaveProperty('sluice');
    }
    expect(report.goals.find(({ title }) => title.startsWith('cold start'))?.isMet).toBeTypeOf('boolean');
    expect(formatReport(report)).toMatch(/^chat, 1 caller \[µs\] .*1\.00×/m);
  });
});

describe('judgeGoals', () => {
  const measurement = { section: 'memory', id: 'idle-stream', title: '', unit: 'KB' } as const;

  it('says of each goal whether it is met, and nothing of what was not measured', () => {
    const isMet = (kilobytes: number) =>
      judgeGoals([{ ...measurement, values: { sluice: kilobytes } }]).map((goal) => goal.isMet);
    expect(isMet(32).filter((met) => met !== undefined)).toEqual([true]);
    expect(isMet(33).filter((met) => met !== undefined)).toEqual([false]);
  });
});

describe('worseThan', () => {
  it('forgives noise, names what grew beyond it, and compares only what both sides have', () => {
    const baseline = { 'chat-1 / raw': 2, 'chat-16 / raw': 2, gone: 1 };
    expect(worseThan(baseline, { 'chat-1 / raw': 2.5, 'chat-16 / raw': 3.5, fresh: 9 })).toEqual([
      'chat-16 / raw is 3.50, it was 2.00 (allowed: 3.10)',
    ]);
  });
});

describe('parseOptions', () => {
  it('takes a part of a plan', () => {
    expect(parseOptions(['--quick', '--only', 'cold', '--check'])).toEqual({
      plan: { ...quickPlan, sections: ['cold'] },
      check: true,
      writeBaseline: false,
    });
  });

  it('refuses a part that does not exist, by naming those that do', () => {
    expect(() => parseOptions(['--only', 'lunch'])).toThrow('chat, stream, memory, cold');
  });
});
