import { glob, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../../local/build.ts';

/** Builds dist/ once before the tests that run the built app, unless it is newer than everything it is made of. */
export default async function setup(): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const sources = await newest(
    [
      'functions/**/*.ts',
      'shared/**/*',
      'local/build*.ts',
      'local/{eager,lean,leave,quiet,short}-*.ts',
      'package.json',
      'package-lock.json',
    ],
    root,
  );
  const built = await newest(['dist/functions/*.js'], root);
  if (built >= sources) return;
  try {
    await build(root);
  } catch (error) {
    // Only the tests that run the built app shall fail for it, and they must not run the last one instead.
    process.stderr.write(`The app does not build: ${String(error)}\n`);
    await rm(`${root}/dist`, { recursive: true, force: true });
  }
}

async function newest(patterns: string[], root: string): Promise<number> {
  let newestMs = 0;
  for await (const entry of glob(patterns, { cwd: root })) {
    const { mtimeMs } = await stat(`${root}/${entry}`);
    newestMs = Math.max(newestMs, mtimeMs);
  }
  return newestMs;
}
