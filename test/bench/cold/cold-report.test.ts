import { describe, expect, it } from 'vitest';
import { figuresOf, formatColdReport, type ColdMeasure } from '../../../bench/cold/cold-report.ts';
import { judgedApp, measurePackage } from '../../../bench/cold/measure-package.ts';

const measure: ColdMeasure = {
  title: 'start',
  unit: 'ms',
  rounds: new Map([
    ['hello', [100, 200, 100, 100, 100]],
    ['Sluice', [120, 240, 130, 120, 900]],
  ]),
  goal: 1.25,
};

describe('the report of cold starts', () => {
  it('compares what one round measured, so that a slow round counts for both', () => {
    expect(figuresOf(measure).get('Sluice')).toEqual({ median: 130, low: 120, high: 240, ratio: 1.2 });
    expect(figuresOf(measure).get('hello')?.ratio).toBe(1);
  });

  it('shows median, middle half and ratio, and judges the one app by its goal', () => {
    expect(formatColdReport([measure], 'Sluice').split('\n')).toEqual([
      'start [ms], × hello',
      '  hello                      100.0   (100–100)   1.00×',
      '  Sluice                     130.0   (120–240)   1.20×  goal 1.25 ✓',
    ]);
    expect(formatColdReport([{ ...measure, goal: 1.1 }], 'Sluice')).toContain('✗');
  });

  it(
    'is made of the packaged app, telemetry off and on, and of what it is compared with',
    { timeout: 60_000 },
    async () => {
      const measures = await measurePackage(1);
      expect(measures.map(({ title }) => title)).toContain('process start to first answer');
      for (const { rounds, title } of measures) {
        expect([...rounds.keys()], title).toEqual([
          'hello-world',
          'pass-through',
          judgedApp,
          `${judgedApp} with telemetry`,
        ]);
        for (const values of rounds.values()) expect(values[0], title).toBeGreaterThan(0);
      }
    },
  );
});
