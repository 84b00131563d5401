import { glob, readFile } from 'node:fs/promises';
import { Module } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CoreApi } from './core-api.ts';

/**
 * Loads a built Functions app: every file that `main` of its `package.json` names (a path or glob, relative to
 * `appRoot`), one after the other in the order of their names. Throws what a file throws, or when no file is there.
 *
 * The app's library finds `core` by `require('@azure/functions-core')`, which is how the real worker hands it over: an
 * `import` of that name finds nothing there either.
 */
export async function loadApp(appRoot: string, core: CoreApi): Promise<void> {
  const original = Module.prototype.require;
  Module.prototype.require = function requireWithCore(this: Module, id: string): unknown {
    return id === '@azure/functions-core' ? core : original.call(this, id);
  };
  const pattern = await readMain(appRoot);
  const files = await Array.fromAsync(glob(pattern, { cwd: appRoot }));
  if (files.length === 0) throw new Error(`No file of the app matches "${pattern}" in ${appRoot}. Is it built?`);
  for (const file of files.sort()) await import(pathToFileURL(join(appRoot, file)).href);
}

async function readMain(appRoot: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(appRoot, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'main' in manifest && typeof manifest.main === 'string') {
    return manifest.main;
  }
  throw new Error(`package.json in ${appRoot} has no "main", which names the files of the app.`);
}
