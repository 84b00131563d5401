import { glob, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

/** What a build made: JavaScript files, their bytes together. */
export type Build = { readonly files: number; readonly bytes: number; readonly tookMs: number };

/**
 * Bundles the app for Azure: each file of `functions/` that registers functions becomes one entry in `dist/functions/`,
 * what they share becomes chunks beside it, so that an instance loads only what it runs. Everything is bundled, so that
 * `@azure/functions` is there exactly once; `@azure/functions-core` is the worker's own and never there.
 */
export async function build(appRoot: string, outRoot = appRoot): Promise<Build> {
  const startedAt = performance.now();
  const outdir = join(outRoot, 'dist');
  const sources = await Array.fromAsync(glob('functions/*.ts', { cwd: appRoot }));
  const entryPoints = sources
    .filter((source) => source !== join('functions', 'app.ts'))
    .map((source) => join(appRoot, source));
  const result = await bundle({
    entryPoints,
    outdir,
    outbase: appRoot,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'linked',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    external: ['@azure/functions-core'],
    // Bundled CommonJS modules still call `require` for Node's own modules, which ESM does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  await removeLeftovers(outdir, new Set(Object.keys(result.metafile.outputs).map((output) => resolve(output))));
  const outputs = Object.entries(result.metafile.outputs).filter(([name]) => name.endsWith('.js'));
  return {
    files: outputs.length,
    bytes: outputs.reduce((sum, [, output]) => sum + output.bytes, 0),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

/** A build in one line. */
export function buildSummary({ files, bytes, tookMs }: Build): string {
  return `Built dist/: ${files} files, ${Math.round(bytes / 1024)} KB, in ${tookMs} ms.`;
}

/** Only now: an app that runs from the last build keeps its files while the next is made. */
async function removeLeftovers(outdir: string, made: ReadonlySet<string>): Promise<void> {
  for await (const file of glob('**/*.{js,map}', { cwd: outdir })) {
    const path = join(outdir, file);
    if (!made.has(path)) await rm(path, { force: true });
  }
}

if (import.meta.main) {
  console.log(buildSummary(await build(fileURLToPath(new URL('..', import.meta.url)))));
}
