import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from '../local/build.ts';

/** Folders of built Functions apps, below one temporary folder. */
export type BuiltApps = {
  readonly hello: string;
  readonly passThrough: string;
  readonly sluice: string;
  remove(): Promise<void>;
};

/** Builds Sluice and the apps it is compared with, all with the same bundler and settings. */
export async function buildApps(): Promise<BuiltApps> {
  const repository = fileURLToPath(new URL('..', import.meta.url));
  const root = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const folderOf = async (name: string) => {
    const folder = join(root, name);
    await mkdir(folder);
    await copyFile(join(repository, 'host.json'), join(folder, 'host.json'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', main: 'dist/functions/*.js' }));
    return folder;
  };
  const [hello, passThrough, sluice] = [
    await folderOf('hello'),
    await folderOf('pass-through'),
    await folderOf('sluice'),
  ];
  await bundleApp('hello-app.ts', hello);
  await bundleApp('pass-through-app.ts', passThrough);
  await build(repository, sluice);
  return { hello, passThrough, sluice, remove: () => rm(root, { recursive: true, force: true }) };
}

async function bundleApp(file: string, folder: string): Promise<void> {
  await bundle({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    outdir: join(folder, 'dist', 'functions'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    external: ['@azure/functions-core'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
}
