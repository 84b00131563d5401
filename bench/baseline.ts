import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Measurement } from './measurement.ts';

/** Sluice's ratios, by measurement and by what they are ratios to: all that may be compared between machines. */
export type Ratios = Readonly<Record<string, number>>;

const ratiosSchema = z.record(z.string(), z.number());
const file = new URL('./baseline.json', import.meta.url);

/** Sluice's ratios in a run, such as `chat-16 / functions`. */
export function ratiosOf(measurements: readonly Measurement[]): Ratios {
  return Object.fromEntries(
    measurements.flatMap(({ id, ratios = {} }) =>
      Object.entries(ratios).flatMap(([base, figures]) =>
        figures?.sluice === undefined ? [] : [[`${id} / ${base}`, Number(figures.sluice.toFixed(2))]],
      ),
    ),
  );
}

/** What became worse than the baseline allows, one line each. A ratio that only one side has is not compared. */
export function worseThan(baseline: Ratios, found: Ratios): string[] {
  return Object.entries(found).flatMap(([name, ratio]) => {
    const known = baseline[name];
    const limit = known === undefined ? undefined : known * tolerance + 0.1;
    return limit === undefined || ratio <= limit
      ? []
      : [`${name} is ${ratio.toFixed(2)}, it was ${known?.toFixed(2)} (allowed: ${limit.toFixed(2)})`];
  });
}

export async function readBaseline(): Promise<Ratios> {
  return ratiosSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

export async function writeBaseline(ratios: Ratios): Promise<void> {
  await writeFile(file, `${JSON.stringify(ratios, undefined, 2)}\n`);
}

// Two noisy cores give ratios that differ by a fifth from run to run.
const tolerance = 1.35;
