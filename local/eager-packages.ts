import { basename, dirname, join, relative } from 'node:path';
import { build as bundle, type Metafile, type Plugin } from 'esbuild';
import { leanPackages } from './lean-packages.ts';
import { replaced } from './leave-out.ts';

/** A plugin, and what it bundled: the files that went into an input of the build, by their paths from the app's root. */
export type EagerPackages = {
  readonly plugin: Plugin;
  readonly bundled: ReadonlyMap<string, Metafile['outputs'][string]['inputs']>;
};

/**
 * Bundles the CommonJS packages that every start runs so that V8 compiles their modules in one go. It reads a function
 * twice, once to find its end and once when it is called, unless the function stands in parentheses; each of these
 * modules is a function, and all are called before the first answer. Their code stays what it is.
 *
 * What the app imports of them becomes a name of the bundle: else every file that imports one copies all its exports.
 */
export function eagerPackages(): EagerPackages {
  const bundled = new Map<string, Metafile['outputs'][string]['inputs']>();
  const plugin: Plugin = {
    name: 'eager-packages',
    setup({ initialOptions: { absWorkingDir: root = process.cwd(), external = [], sourcemap = false }, onLoad }) {
      for (const { entry, names } of packages) {
        onLoad({ filter: entry }, async ({ path }) => {
          const folder = dirname(path);
          const { outputFiles, metafile } = await bundle({
            stdin: { contents: `export { ${names} } from './${basename(path)}';`, resolveDir: folder },
            // Sources are named from it, as the build expects of a file in that folder.
            absWorkingDir: folder,
            bundle: true,
            write: false,
            format: 'esm',
            platform: 'node',
            target: 'node22',
            minifySyntax: true,
            legalComments: 'none',
            sourcemap: sourcemap === false ? false : 'inline',
            metafile: true,
            logLevel: 'silent',
            external,
            plugins: [leanPackages],
          });
          const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
          const named = inputs.map(([input, size]) => [relative(root, join(folder, input)), size] as const);
          bundled.set(relative(root, path), Object.fromEntries(named));
          return { contents: inParentheses(outputFiles[0]?.text ?? '', path) };
        });
      }
    },
  };
  return { plugin, bundled };
}

/** The entry of each package, and what the app imports of it: another import does not build. */
const packages = [
  { entry: /[\\/]node_modules[\\/]undici[\\/]index\.js$/, names: 'Pool' },
  {
    entry: /[\\/]node_modules[\\/]@azure[\\/]functions[\\/]dist[\\/]azure-functions\.js$/,
    names: 'app, InvocationContext',
  },
];

function inParentheses(text: string, path: string): string {
  const modules = text.split('__commonJS({\n').length - 1;
  return replaced(text, {
    pattern: /(?<=__commonJS\(\{\n {2}"[^"\n]+")(\([^()\n]*\)) \{\n([\s\S]*?)\n {2}\}(?=\n\}\);)/g,
    by: ': (function$1 {\n$2\n  })',
    what: `How esbuild makes functions of the modules of ${path}`,
    atLeast: Math.max(1, modules),
  });
}
