import { describe, expect, it } from 'vitest';
import { faultCases } from '../../bench/faults/fault-cases.ts';
import { formatWall, wrongsOf } from '../../bench/faults/format-wall.ts';
import { parseFaultOptions, quickScale } from '../../bench/faults/options.ts';
import { runWall } from '../../bench/faults/run-wall.ts';
import { buildApp } from '../../bench/faults/start-built-app.ts';

describe('the fault wall', () => {
  it('ends no fault in a truncated success, a hang, a repeated text, haste, or an attempt for nobody', async () => {
    const app = await buildApp();
    try {
      const wall = await runWall(app, faultCases);
      expect(wrongsOf(wall)).toEqual([]);
      expect(wall.runs).toHaveLength(7 * faultCases.length);
      const table = formatWall(wall);
      for (const { name } of faultCases) expect(table).toContain(`\n${name} `);
    } finally {
      await app.remove();
    }
  }, 60_000);
});

describe('parseFaultOptions', () => {
  it('runs everything in a hurry unless told otherwise', () => {
    expect(parseFaultOptions([])).toEqual({ parts: ['wall', 'failoverbench'], scale: quickScale });
    expect(parseFaultOptions(['--only', 'failoverbench', '--full'])).toEqual({ parts: ['failoverbench'], scale: 1 });
  });

  it('refuses a part that does not exist, by naming those that do', () => {
    expect(() => parseFaultOptions(['--only', 'lunch'])).toThrow('wall, failoverbench');
  });
});
