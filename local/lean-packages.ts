import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { leanOpenai } from './lean-openai.ts';
import { leanZod } from './lean-zod.ts';

/**
 * Leaves out of packages what Sluice never calls, because a cold start pays for every line that is parsed: half of
 * the app's code otherwise. What is left out is missing loudly: an import of it fails the build, a call of it fails.
 *
 * - Of undici, only the pool over HTTP/1.1: not its `fetch`, caches, mocks, HTTP/2, nor a second parser.
 * - Of openai, what makes a request.
 * - Of what `debug` would colour a terminal with, nothing: it is there only because a tool of development brought it.
 * - Of zod, what parses.
 * - The model catalogue becomes text for `JSON.parse`, which reads it faster than the compiler reads an object.
 */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup(build) {
    const { initialOptions, onLoad, onResolve } = build;
    leanOpenai(build);
    leanZod(build);
    // Undici's own way to leave out the parser that Node's copy of it lacks as well.
    initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
    onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: poolOfUndici }));
    onLoad({ filter: neverUsedOfUndici }, () => ({ contents: leftOut }));
    onResolve({ filter: /^supports-color$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    onLoad({ filter: /[\\/]shared[\\/]models[\\/]catalogue\.json$/ }, async ({ path }) => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))))});`,
    }));
  },
};

const poolOfUndici = `
  import api from './lib/api/index.js';
  import Dispatcher from './lib/dispatcher/dispatcher.js';
  Object.assign(Dispatcher.prototype, api);
  export { default as Pool } from './lib/dispatcher/pool.js';`;

// Each is called, or even required, only for what the pool is never asked: forms as bodies, HTTP/2, a CPU without SIMD.
const neverUsedOfUndici =
  /[\\/]node_modules[\\/]undici[\\/]lib[\\/](web[\\/].*|dispatcher[\\/]client-h2|llhttp[\\/]llhttp-wasm)\.js$/;

const leftOut = `module.exports = () => { throw new Error('This part of undici is left out of the build.'); };`;
