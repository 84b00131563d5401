import { readFile } from 'node:fs/promises';
import type { OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import { leanOpenai } from './lean-openai.ts';
import { leanUndici } from './lean-undici.ts';
import { leanZod } from './lean-zod.ts';
import { shortNames } from './short-names.ts';

/**
 * Leaves out of packages what Sluice never calls, because a cold start pays for every line that is parsed: half of
 * the app's code otherwise. What is left out is missing loudly: an import of it fails the build, a call of it fails.
 *
 * - Of undici, what sends a request; of openai, what makes one; of zod, what parses; and of these and the Functions library
 *   no long names where nobody sees them.
 * - Of what `debug` would colour a terminal with, nothing: it is there only because a tool of development brought it.
 * - The model catalogue becomes text for `JSON.parse`, which reads it faster than the compiler reads an object.
 */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup(build) {
    const { onLoad, onResolve } = build;
    const shortening = withShortNames(build);
    leanUndici(shortening);
    leanOpenai(shortening);
    leanZod(shortening);
    shortening.onLoad(
      { filter: /[\\/]node_modules[\\/](undici|openai|zod|@azure[\\/]functions)[\\/].*\.m?js$/ },
      async ({ path }) => ({ contents: await readFile(path, 'utf8') }),
    );
    onResolve({ filter: /^supports-color$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    onLoad({ filter: /[\\/]shared[\\/]models[\\/]catalogue\.json$/ }, async ({ path }) => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))))});`,
    }));
  },
};

/** Shortens the names in every module that is loaded through it. */
function withShortNames(build: PluginBuild): PluginBuild {
  return {
    ...build,
    onLoad(options, load) {
      build.onLoad(options, async (asked): Promise<OnLoadResult | undefined> => {
        const { contents, ...loaded } = (await load(asked)) ?? {};
        return { ...loaded, contents: await shortNames(String(contents)) };
      });
    },
  };
}
