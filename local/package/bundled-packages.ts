import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Build } from '../build.ts';

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
};

/**
 * The packages in a build, by name and version: those that left a byte in the bundle, and those of which files were
 * copied. Throws for one that the lock file does not know or that declares no licence.
 */
export async function bundledPackages(
  build: Pick<Build, 'metafile' | 'copiedPackages'>,
  root: string,
): Promise<BundledPackage[]> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const folders = new Set(build.copiedPackages);
  for (const { inputs } of Object.values(build.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = packageFolder.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const packages = [...folders].map(async (folder) => {
    const locked = lock.packages[folder];
    if (locked === undefined) throw new Error(`${folder} is in the build and not in package-lock.json.`);
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')));
    return { ...manifest, integrity: locked.integrity, notices: await noticesIn(join(root, folder)), folder };
  });
  return (await Promise.all(packages)).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

// The last `node_modules` of a path: a package may have packages of its own.
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.string().default('') })),
});

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

function keyOf({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}

async function noticesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice|third)/i.test(name)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim());
}
