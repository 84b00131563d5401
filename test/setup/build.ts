import { glob, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../../local/build.ts';

/** Builds dist/ once before the tests that run the built app, unless it is newer than everything it is made of. */
export default async function setup(): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const sources = await newest(['functions/**/*.ts', 'shared/**/*', 'local/build.ts', 'package-lock.json'], root);
  const built = await newest(['dist/functions/*.js'], root);
  if (built < sources) await build(root);
}

async function newest(patterns: string[], root: string): Promise<number> {
  let newestMs = 0;
  for await (const entry of glob(patterns, { cwd: root })) {
    const { mtimeMs } = await stat(`${root}/${entry}`);
    newestMs = Math.max(newestMs, mtimeMs);
  }
  return newestMs;
}
