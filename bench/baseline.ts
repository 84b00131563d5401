import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Measurement } from './measurement.ts';
import type { Plan } from './plan.ts';

/** Sluice's ratios, by measurement and by what they are ratios to: all that may be compared between machines. */
export type Ratios = Readonly<Record<string, number>>;

const ratiosSchema = z.record(z.string(), z.number());
const baselineSchema = z.strictObject({ full: ratiosSchema.optional(), quick: ratiosSchema.optional() });
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

/** The ratios kept of the last run of a plan of that name; none when there was none. */
export async function readBaseline(plan: Plan['name']): Promise<Ratios> {
  return (await readAll())[plan] ?? {};
}

/** Keeps the ratios of a run; those it did not measure stay as they were. */
export async function writeBaseline(plan: Plan['name'], ratios: Ratios): Promise<void> {
  const all = await readAll();
  await writeFile(file, `${JSON.stringify({ ...all, [plan]: { ...all[plan], ...ratios } }, undefined, 2)}\n`);
}

async function readAll(): Promise<z.infer<typeof baselineSchema>> {
  return baselineSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

// Two noisy cores give ratios that differ by a third from run to run.
const tolerance = 1.5;
