import { readFile } from 'node:fs/promises';
import type { PluginBuild } from 'esbuild';
import { declaredExports, leftOutExport, leftOutModule, replaced } from './leave-out.ts';

/**
 * Of openai, only what makes a request: the client's `buildRequest`, `get` and `post`. Its resources (`client.chat` and
 * so on) are not there. Logging, sign-in by certificate or token exchange, forms with files, pages and event streams throw:
 * credentials go with each attempt, bodies are JSON, and streams are read as bytes.
 */
export function leanOpenai({ onLoad }: PluginBuild): void {
  onLoad({ filter: /[\\/]node_modules[\\/]openai[\\/]resources[\\/].*\.mjs$/ }, async ({ path }) => ({
    contents: emptyResources(await readFile(path, 'utf8')),
  }));
  onLoad({ filter: /[\\/]node_modules[\\/]openai[\\/]client\.mjs$/ }, async ({ path }) => ({
    contents: withoutResources(await readFile(path, 'utf8')),
  }));
  onLoad({ filter: neverUsed }, async ({ path }) => ({
    contents: leftOutModule(await readFile(path, 'utf8'), 'openai'),
  }));
  onLoad({ filter: /[\\/]node_modules[\\/]openai[\\/].*[\\/]x509-workload-identity-auth\.mjs$/ }, async ({ path }) => ({
    contents: withoutCertificates(await readFile(path, 'utf8')),
  }));
}

const neverUsed =
  /[\\/]node_modules[\\/]openai[\\/](auth[\\/]workload-identity-auth|core[\\/](streaming|pagination)|internal[\\/](uploads|to-file))\.mjs$/;

/** Empty classes under the names that a module of resources exports; modules that only pass names on stay as they are. */
function emptyResources(source: string): string {
  const declared = declaredExports(source);
  if (declared.length === 0) return source;
  return declared.map((name) => `export class ${name} {}`).join('\n');
}

function withoutResources(source: string): string {
  const bare = replaced(source, {
    pattern: /^ {8}this\.\w+ = new API\.\w+\(this\);$/gm,
    by: '',
    what: 'That a client of openai makes its resources',
    atLeast: 10,
  });
  const quiet = replaced(bare, {
    pattern:
      /(?<=, _OpenAI_sanitizeLogValue = function _OpenAI_sanitizeLogValue)\(value, seen\) \{\n[\s\S]*?\n\}(?=, _OpenAI_)/g,
    by: `() { throw new Error('Logging of openai is left out of the build.'); }`,
    what: 'What a client of openai makes of the values it logs',
  });
  return replaced(quiet, {
    pattern: /^OpenAI\.(\w+) = (?:\w*\1|Uploads\.\w+|Pagination\.\w+);$/gm,
    by: '',
    what: 'That the class of openai’s client names its resources',
    atLeast: 10,
  });
}

/** Every client asks whether its identity is a certificate: one without an identity is told that it is not. */
function withoutCertificates(source: string): string {
  const asked = 'isX509WorkloadIdentity';
  const names = declaredExports(source);
  if (!names.includes(asked)) throw new Error(`openai has no ${asked} now: the build cannot answer for it.`);
  const thrown = names.filter((name) => name !== asked).map((name) => leftOutExport(name, 'openai'));
  return [
    ...thrown,
    `export function ${asked}(identity) {
      if (identity == null) return false;
      throw new Error('Sign-in by certificate is left out of the build.');
    }`,
  ].join('\n');
}
