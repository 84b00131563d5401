import { transform } from 'esbuild';

/**
 * A module with one-letter names for what only its functions know. A name of the module itself, as its functions and
 * classes have, stays: stacks show it.
 */
export async function shortNames(source: string): Promise<string> {
  const { code } = await transform(source, { minifyIdentifiers: true, legalComments: 'none' });
  return code;
}
