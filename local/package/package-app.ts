import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import { build } from '../build.ts';
import { bundledPackages } from './bundled-packages.ts';
import { sbomOf } from './sbom.ts';
import { thirdPartyNotices } from './third-party-notices.ts';
import { zipFiles, type Files } from './zip-files.ts';

/** What was packaged, and where it is. */
export type AppPackage = {
  /** The files as Azure runs them. */
  readonly folder: string;
  /** The same as one archive, named after the version. Its hash is beside it. */
  readonly zip: string;
  /** The bill of materials beside it. */
  readonly sbomFile: string;
  /** Bytes of the archive, and their SHA-256 in hexadecimal digits. */
  readonly zipBytes: number;
  readonly sha256: string;
  /** Bytes of each file, by its path. */
  readonly files: ReadonlyMap<string, number>;
};

/**
 * Builds the app into `out/package/` and `out/sluice-{version}.zip`: what Azure needs and nothing else. Source maps stay
 * out, because they are three times the code; stacks keep their functions' names without them. The same commit gives
 * the same bytes. With the bytes of a `gatewayFile` the package holds them as `gateway.json`. Throws, before anything is
 * made, for a `tag` that is not of the version in `package.json`.
 */
export async function packageApp(options: {
  readonly root: string;
  readonly out: string;
  readonly gatewayFile?: Buffer | undefined;
  readonly tag?: string | undefined;
}): Promise<AppPackage> {
  const { root, out, gatewayFile, tag } = options;
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  if (tag !== undefined && tag !== `v${manifest.version}`)
    throw new Error(`The tag is ${tag}, but package.json says ${manifest.version}.`);
  await mkdir(out, { recursive: true });
  // Made aside and then put in place: whoever deploys or runs the last one finds it whole.
  const made = await mkdtemp(join(out, '.package-'));
  try {
    const packages = await bundledPackages(await build(root, made, { sourceMaps: false }), root);
    const sbom = sbomOf(manifest, packages);
    const files = new Map([
      ['host.json', await readFile(join(root, 'host.json'))],
      ['package.json', jsonFile(manifest)],
      ['THIRD-PARTY-NOTICES.txt', Buffer.from(thirdPartyNotices(packages))],
      ['sbom.cdx.json', jsonFile(sbom)],
      ...(gatewayFile === undefined ? [] : ([['gateway.json', gatewayFile]] as const)),
      ...(await filesIn(made)),
    ]);
    await writeFiles(files, made);
    const folder = join(out, 'package');
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);

    const content = await zipFiles(files);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const name = `${manifest.name}-${manifest.version}`;
    const zip = join(out, `${name}.zip`);
    await writeFile(zip, content);
    await writeFile(`${zip}.sha256`, `${sha256}  ${name}.zip\n`);
    const sbomFile = join(out, `${name}.cdx.json`);
    await writeFile(sbomFile, jsonFile(sbom));
    return {
      folder,
      zip,
      sbomFile,
      zipBytes: content.length,
      sha256,
      files: new Map([...files].map(([path, { length }]) => [path, length])),
    };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** No more of `package.json` goes along: with scripts or dependencies, a deployment would install and build. */
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  type: z.literal('module'),
  main: z.string(),
  engines: z.object({ node: z.string() }),
});

function jsonFile(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

async function filesIn(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => [relative(folder, path).replaceAll('\\', '/'), await readFile(path)] as const),
  ).then((read) => read.map(([path, content]) => [path, content]));
}

async function writeFiles(files: Files, folder: string): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
