import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PluginBuild } from 'esbuild';

/**
 * Of undici, only `request` of the pool over HTTP/1.1: not its `fetch`, caches, mocks, HTTP/2, nor a second parser; and
 * of the constants of its parser those that the client reads.
 */
export function leanUndici({ initialOptions, onLoad }: PluginBuild): void {
  // Undici's own way to leave out the parser that Node's copy of it lacks as well.
  initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
  onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: poolOfUndici }));
  onLoad({ filter: neverUsed }, () => ({ contents: leftOut }));
  onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/ }, async ({ path }) => ({
    contents: constantsReadBy(await readFile(join(dirname(path), '..', 'dispatcher', 'client-h1.js'), 'utf8'), path),
  }));
}

const poolOfUndici = `
  import request from './lib/api/api-request.js';
  import Dispatcher from './lib/dispatcher/dispatcher.js';
  Dispatcher.prototype.request = request;
  for (const name of ['stream', 'pipeline', 'upgrade', 'connect']) {
    Dispatcher.prototype[name] = () => { throw new Error(name + ' of undici is left out of the build.'); };
  }
  export { default as Pool } from './lib/dispatcher/pool.js';`;

// Each is called, or even required, only for what the pool is never asked: forms as bodies, HTTP/2, a CPU without SIMD.
const neverUsed =
  /[\\/]node_modules[\\/]undici[\\/]lib[\\/](web[\\/].*|dispatcher[\\/]client-h2|llhttp[\\/]llhttp-wasm)\.js$/;

const leftOut = `module.exports = () => { throw new Error('This part of undici is left out of the build.'); };`;

function constantsReadBy(client: string, path: string): string {
  const all: unknown = createRequire(path)(path);
  const read = new Set([...client.matchAll(/(?<!\/)\bconstants\.(\w+)/g)].map((found) => found[1] ?? ''));
  const kept = Object.entries(all ?? {}).filter(([name]) => read.has(name));
  if (kept.length !== read.size || kept.length === 0) {
    throw new Error('undici reads the constants of its parser in another way now: the build cannot choose among them.');
  }
  return `module.exports = ${JSON.stringify(Object.fromEntries(kept))};`;
}
