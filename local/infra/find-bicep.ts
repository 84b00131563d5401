import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A compiler of Bicep on this machine. */
export type BicepCompiler = { readonly path: string; readonly version: string };

/** Where tools leave a compiler: on the PATH; `az bicep install`; azd, which brings its own. */
export const usualPlaces: readonly string[] = ['bicep', inHome('.azure'), inHome('.azd')];

/** What to do where there is none. */
export const howToGetBicep =
  'no Bicep compiler on the PATH, of az or of azd: types of properties go unchecked. Get it with "az bicep install" or ' +
  'from https://aka.ms/bicep-install, or say where it is: --bicep PATH, or BICEP_PATH';

/**
 * The compiler of Bicep that is named, or without a name the first in the usual places; `undefined` where none is. Throws
 * for a name that no compiler goes by: whoever names one wants neither another nor none.
 */
export function findBicep(named: string | undefined, places = usualPlaces): BicepCompiler | undefined {
  if (named === undefined) return places.map(compilerAt).find((compiler) => compiler !== undefined);
  const compiler = compilerAt(named);
  if (compiler === undefined) throw new Error(`${named} is no Bicep compiler: it does not tell its version.`);
  return compiler;
}

function compilerAt(path: string): BicepCompiler | undefined {
  const { error, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const version = /^Bicep CLI version (\S+)/.exec(stdout)?.[1];
  return version === undefined ? undefined : { path, version };
}

function inHome(folder: string): string {
  return join(homedir(), folder, 'bin', 'bicep');
}
