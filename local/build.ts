import { glob, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, type Metafile } from 'esbuild';
import { buildDocuments } from './build-documents.ts';
import { eagerPackages, type EagerPackages } from './eager-packages.ts';
import { leanPackages } from './lean-packages.ts';
import { quietAzureMonitor } from './quiet-azure-monitor.ts';

/** What a build made: JavaScript files, their bytes together, and what went into each, by paths from the app's root. */
export type Build = {
  readonly files: number;
  readonly bytes: number;
  readonly tookMs: number;
  readonly metafile: Metafile;
  /** Folders of packages whose files are in it beside the bundle. */
  readonly copiedPackages: readonly string[];
};

/**
 * Bundles the app for Azure: all of `functions/` becomes one entry, `dist/functions/app.js`, and what is imported on
 * first use becomes chunks beside it. Azure loads every function of an app before the first call; one file takes 20 ms
 * less than one for each. Everything is bundled, so that `@azure/functions` is there exactly once;
 * `@azure/functions-core` is the worker's own and never there. The same sources give the same bytes, wherever they are.
 */
export async function build(appRoot: string, outRoot = appRoot, { sourceMaps = true } = {}): Promise<Build> {
  const startedAt = performance.now();
  const outdir = join(outRoot, 'dist');
  const sources = (await Array.fromAsync(glob('functions/*.ts', { cwd: appRoot }))).toSorted();
  const eager = eagerPackages();
  const result = await bundle({
    stdin: {
      contents: sources.map((source) => `import ${JSON.stringify(`./${source}`)};`).join('\n'),
      resolveDir: appRoot,
    },
    // Paths in the output are relative to it.
    absWorkingDir: resolve(appRoot),
    entryNames: 'functions/app',
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: sourceMaps && 'linked',
    // Not identifiers: stacks keep their names. `keepNames` would name each closure anew whenever it is made.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    external: ['@azure/functions-core'],
    plugins: [eager.plugin, leanPackages, quietAzureMonitor],
    // Bundled CommonJS modules still call `require` for Node's own modules, which ESM does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  nameBundled(result.metafile, eager.bundled);
  const hasDocuments = sources.includes('functions/openapi.ts');
  if (hasDocuments) await buildDocuments(outdir);
  await removeLeftovers(
    outdir,
    new Set(Object.keys(result.metafile.outputs).map((output) => resolve(appRoot, output))),
  );
  const outputs = Object.entries(result.metafile.outputs).filter(([name]) => name.endsWith('.js'));
  return {
    files: outputs.length,
    bytes: outputs.reduce((sum, [, output]) => sum + output.bytes, 0),
    tookMs: Math.round(performance.now() - startedAt),
    metafile: result.metafile,
    copiedPackages: hasDocuments ? ['node_modules/swagger-ui-dist'] : [],
  };
}

/** A build in one line. */
export function buildSummary({ files, bytes, tookMs }: Pick<Build, 'files' | 'bytes' | 'tookMs'>): string {
  return `Built dist/: ${files} files, ${Math.round(bytes / 1024)} KB, in ${tookMs} ms.`;
}

/** Puts what was bundled before in the place of the one input that it became, so that nothing in the build is hidden. */
function nameBundled({ outputs }: Metafile, bundled: EagerPackages['bundled']): void {
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, members] of bundled) {
      if (inputs[path] === undefined) continue;
      delete inputs[path];
      Object.assign(inputs, members);
    }
  }
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
