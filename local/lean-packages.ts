import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Leaves out of packages what Sluice never calls, because a cold start pays for every line that is parsed: half of
 * the app's code otherwise. What is left out is missing loudly: an import of it fails the build, a call of it fails.
 *
 * - Of undici, only the pool over HTTP/1.1: not its `fetch`, caches, mocks, HTTP/2, nor a second parser.
 * - Of openai, the client's own `get` and `post`: its resources (`client.chat` and so on) become empty classes.
 * - Of what `debug` would colour a terminal with, nothing: it is there only because a tool of development brought it.
 * - Of zod, descriptions: it copies a schema to describe it, and they serve documents that are made before the app runs.
 * - The model catalogue becomes text for `JSON.parse`, which reads it faster than the compiler reads an object.
 */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup({ initialOptions, onLoad, onResolve }) {
    // Undici's own way to leave out the parser that Node's copy of it lacks as well.
    initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
    onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({ contents: poolOfUndici }));
    onLoad({ filter: neverUsedOfUndici }, () => ({ contents: leftOut }));
    onLoad({ filter: /[\\/]node_modules[\\/]openai[\\/]resources[\\/].*\.mjs$/ }, async ({ path }) => ({
      contents: emptyResources(await readFile(path, 'utf8')),
    }));
    onLoad({ filter: /[\\/]node_modules[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => ({
      contents: withoutDescriptions(await readFile(path, 'utf8')),
    }));
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

/** Empty classes under the names that a module of resources exports; modules that only pass names on stay as they are. */
function emptyResources(source: string): string {
  const declared = [...source.matchAll(/^export (?:class|const|function) (\w+)/gm)].map((found) => found[1] ?? '');
  if (declared.length === 0) return source;
  return declared.map((name) => `export class ${name} {}`).join('\n');
}

function withoutDescriptions(source: string): string {
  const shorter = source.replace(/( {4})describe\(description\) \{[\s\S]*?\n\1\},/, '$1describe() { return this; },');
  if (shorter === source) throw new Error('zod describes its schemas in another way now.');
  return shorter;
}
