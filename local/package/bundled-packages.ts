import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Build } from '../build.ts';
import { usesAmong } from './package-uses.ts';

/** A package some of whose code is in the build. */
export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package declares it. */
  readonly license: string;
  /** Whole texts of its licence and notice files. */
  readonly notices: readonly string[];
  /** Of the published archive, as the lock file has it: `sha512-…`, in base64. */
  readonly integrity: string;
  /** Its folder below the repository. */
  readonly folder: string;
  /** The folders of the others that it uses. */
  readonly uses: readonly string[];
  /** Whether Sluice itself asks for it. */
  readonly isDirect: boolean;
};

/**
 * The packages in a build, by name and version: those that left a byte in the bundle, those of which files were copied,
 * and those that data in the bundle was made from. Throws for one that the lock file does not know or that declares no
 * licence.
 */
export async function bundledPackages(
  build: Pick<Build, 'metafile' | 'copiedPackages'>,
  root: string,
): Promise<BundledPackage[]> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const folders = new Set(build.copiedPackages);
  for (const { inputs } of Object.values(build.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder =
        packageFolder.exec(path)?.[0] ?? (path.startsWith(rankFiles) ? 'node_modules/tiktoken' : undefined);
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const direct = new Set(usesAmong('', folders, lock.packages));
  const packages = [...folders].map(async (folder) => {
    const locked = lock.packages[folder];
    if (locked === undefined) throw new Error(`${folder} is in the build and not in package-lock.json.`);
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')));
    return {
      ...manifest,
      integrity: locked.integrity,
      notices: await noticesOf(manifest.name, join(root, folder), root),
      folder,
      uses: usesAmong(folder, folders, lock.packages),
      isDirect: direct.has(folder),
    };
  });
  return (await Promise.all(packages)).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

// The last `node_modules` of a path: a package may have packages of its own.
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** What `write-ranks` made of the tiktoken package. */
const rankFiles = 'shared/tokens/ranks/';

const names = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().default(''),
      dependencies: names,
      devDependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
    }),
  ),
});

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

function keyOf({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}

/** The texts that a package brings, or the one kept here of a package that brings none. */
async function noticesOf(name: string, folder: string, root: string): Promise<string[]> {
  const own = await noticesIn(folder);
  return own.length > 0 || !keptLicences.has(name) ? own : [await textIn(join(root, keptLicenceFolder, `${name}.txt`))];
}

const keptLicenceFolder = 'local/package/licences';
const keptLicences: ReadonlySet<string> = new Set(['tiktoken']);

async function noticesIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice|third)/i.test(name)).toSorted();
  return Promise.all(files.map((name) => textIn(join(folder, name))));
}

async function textIn(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n').trim();
}
