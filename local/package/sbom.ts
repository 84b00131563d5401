import { createHash } from 'node:crypto';
import { version as esbuildVersion } from 'esbuild';
import type { BundledPackage } from './bundled-packages.ts';

/**
 * A software bill of materials of the deployable package in CycloneDX 1.6: what is in it, and nothing that is only
 * installed. Which package uses which is what the lock file says, among those that are in it. It holds no date and a
 * serial number of its own content, so that the same package has the same one.
 */
export function sbomOf(
  product: { readonly name: string; readonly version: string },
  packages: readonly BundledPackage[],
) {
  const ref = `${product.name}@${product.version}`;
  const components = packages.map(componentOf);
  const refs = new Map(packages.map((each) => [each.folder, refOf(each)]));
  const refsOf = (folders: readonly string[]) => folders.flatMap((folder) => refs.get(folder) ?? []);
  const dependencies = [
    { ref, dependsOn: refsOf(packages.filter(({ isDirect }) => isDirect).map(({ folder }) => folder)) },
    ...packages.map((each) => ({ ref: refOf(each), dependsOn: refsOf(each.uses) })),
  ];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([ref, components, dependencies])),
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: {
        components: [
          { type: 'application', name: `${product.name} package`, version: product.version },
          { type: 'application', name: 'esbuild', version: esbuildVersion },
        ],
      },
      component: { type: 'application', 'bom-ref': ref, name: product.name, version: product.version },
    },
    components,
    dependencies,
    // Of what is bundled it is all.
    compositions: [{ aggregate: 'complete', assemblies: [ref] }],
  } as const;
}

function componentOf(bundled: BundledPackage) {
  const { name, version, license, integrity } = bundled;
  const [group, own] = splitName(name);
  return {
    type: 'library',
    'bom-ref': refOf(bundled),
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    scope: 'required',
    hashes: hashesOf(integrity),
    licenses: [/ (OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } }],
    purl: purlOf(bundled),
  } as const;
}

function refOf(bundled: BundledPackage): string {
  return `${purlOf(bundled)}#${bundled.folder}`;
}

function purlOf({ name, version }: BundledPackage): string {
  const [group, own] = splitName(name);
  return `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${own}@${version}`;
}

function splitName(name: string): readonly [string | undefined, string] {
  const at = name.startsWith('@') ? name.indexOf('/') : -1;
  return at === -1 ? [undefined, name] : [name.slice(0, at), name.slice(at + 1)];
}

/** The lock file has hashes in base64, CycloneDX in hexadecimal digits. */
function hashesOf(integrity: string) {
  return integrity
    .split(' ')
    .filter((hash) => hash.startsWith('sha512-'))
    .map((hash) => ({ alg: 'SHA-512', content: Buffer.from(hash.slice(7), 'base64').toString('hex') }) as const);
}

/** A UUID of version 8 (RFC 9562: of the writer's own making) from the hash of what it names. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
