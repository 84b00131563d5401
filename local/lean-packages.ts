import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';
import * as z from 'zod';
import { emptyClasses, leftOut } from './left-out.ts';
import { shortNames } from './short-names.ts';

/**
 * Leaves out of packages what Sluice never calls, because a cold start pays for every line that is parsed: half of
 * the app's code otherwise. What is left out is missing loudly: an import of it fails the build, a call of it fails.
 *
 * - Of undici, only `request` of the pool over HTTP/1.1: not its `fetch`, caches, mocks, HTTP/2, nor a second parser.
 * - Of openai, the client's own `get` and `post`, answered as they come: its resources (`client.chat` and so on) become
 *   empty classes, and without them go streams, pages, uploads and identities of workloads.
 * - Of what `debug` would colour a terminal with, nothing: it is there only because a tool of development brought it.
 * - Of zod, descriptions and JSON Schema: they serve documents that are made before the app runs, and it copies a schema to
 *   describe it.
 * - Of all four that are parsed at a start, names that functions keep to themselves: see `shortNames`.
 * - The model catalogue becomes text for `JSON.parse`, which reads it faster than the compiler reads an object.
 */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup({ initialOptions, onLoad, onResolve }) {
    // Undici's own way to leave out the parser that Node's copy of it lacks as well.
    initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
    const change = (filter: RegExp, changed: (source: string, path: string) => string) => {
      onLoad({ filter }, async ({ path }) => ({
        contents: await shortNames(changed(await readFile(path, 'utf8'), path)),
      }));
    };
    change(/[\\/]node_modules[\\/]undici[\\/]index\.js$/, () => poolOfUndici);
    change(neverUsedOfUndici, () => throwing);
    change(/[\\/]node_modules[\\/]undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/, parserConstants);
    change(/[\\/]node_modules[\\/]openai[\\/]resources[\\/].*\.mjs$/, emptyClasses);
    change(neverUsedOfOpenai, withoutWorkloads);
    change(/[\\/]node_modules[\\/]zod[\\/]v4[\\/]core[\\/](json-schema-processors|to-json-schema)\.js$/, leftOut);
    change(/[\\/]node_modules[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/, withoutDescriptions);
    change(parsedAtStart, (source) => source);
    onResolve({ filter: /^supports-color$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    onLoad({ filter: /[\\/]shared[\\/]models[\\/]catalogue\.json$/ }, async ({ path }) => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))))});`,
    }));
  },
};

const poolOfUndici = `
  import request from './lib/api/api-request.js';
  import Dispatcher from './lib/dispatcher/dispatcher.js';
  Dispatcher.prototype.request = request;
  export { default as Pool } from './lib/dispatcher/pool.js';`;

const parsedAtStart = /[\\/]node_modules[\\/](undici|openai|zod|@azure[\\/]functions)[\\/].*\.m?js$/;

/** What the parser's host asks for: it knows methods and headers by itself. */
function parserConstants(_source: string, path: string): string {
  const { ERROR, TYPE } = z.object({ ERROR: numbers, TYPE: numbers }).parse(createRequire(path)(path));
  return `module.exports = ${JSON.stringify({ ERROR, TYPE })};`;
}

const numbers = z.record(z.string(), z.number());

// Each is called, or even required, only for what the pool is never asked: forms as bodies, HTTP/2, a CPU without SIMD.
const neverUsedOfUndici =
  /[\\/]node_modules[\\/]undici[\\/]lib[\\/](web[\\/].*|dispatcher[\\/]client-h2|llhttp[\\/]llhttp-wasm)\.js$/;

const throwing = `module.exports = () => { throw new Error('This part of undici is left out of the build.'); };`;

const neverUsedOfOpenai =
  /[\\/]node_modules[\\/]openai[\\/](core[\\/](streaming|pagination)|internal[\\/]uploads|auth[\\/]workload-identity-auth|internal[\\/](to-file|auth[\\/]x509-workload-identity-auth))\.mjs$/;

/** The client asks of each configuration whether it has such an identity. */
function withoutWorkloads(source: string): string {
  return leftOut(source).replace(
    /(function isX509WorkloadIdentity)\(\) \{.*/,
    "$1(identity) { if (identity) throw new Error('Identities of workloads are left out of the build.'); return false; }",
  );
}

function withoutDescriptions(source: string): string {
  const shorter = source.replace(/( {4})describe\(description\) \{[\s\S]*?\n\1\},/, '$1describe() { return this; },');
  if (shorter === source) throw new Error('zod describes its schemas in another way now.');
  return shorter;
}
