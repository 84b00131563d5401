import { readFile } from 'node:fs/promises';
import type { PluginBuild } from 'esbuild';
import { leftOutModule, replaced } from './leave-out.ts';

/**
 * Of zod, no descriptions and no JSON Schema: they serve documents that are made before the app runs. It copies a schema
 * to describe it, and gives each a function that would write it down; `z.toJSONSchema` throws.
 *
 * Nor what finds cycles in values: it walks each schema before its first use, which builds what lazy ones put off, and
 * stands around each object that is parsed. Whatever is parsed here was JSON, and is a tree; a cycle overflows the stack.
 */
export function leanZod({ onLoad }: PluginBuild): void {
  onLoad({ filter: /[\\/]node_modules[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => ({
    contents: withoutDocuments(await readFile(path, 'utf8')),
  }));
  onLoad(
    { filter: /[\\/]node_modules[\\/]zod[\\/]v4[\\/]core[\\/](json-schema-processors|to-json-schema)\.js$/ },
    async ({ path }) => ({ contents: leftOutModule(await readFile(path, 'utf8'), 'zod') }),
  );
}

function withoutDocuments(source: string): string {
  const undescribed = replaced(source, {
    pattern: /( {4})describe\(description\) \{[\s\S]*?\n\1\},/g,
    by: '$1describe() { return this; },',
    what: 'How zod describes its schemas',
  });
  const treesOnly = replaced(undescribed, {
    pattern: /(?<=^function _ensureDefaultMemoizer\(\) \{)\n[\s\S]*?\n(?=\}$)/gm,
    by: '',
    what: 'How zod begins to look for cycles',
  });
  return replaced(treesOnly, {
    pattern: /^ {4}inst\._zod\.processJSONSchema = .*;$/gm,
    by: '',
    what: 'How zod’s schemas are written as JSON Schema',
    atLeast: 30,
  });
}
