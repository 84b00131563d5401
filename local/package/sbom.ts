import { createHash } from 'node:crypto';
import type { BundledPackage } from './bundled-packages.ts';

/**
 * A software bill of materials of the deployable package in CycloneDX 1.6: what is in it, and nothing that is only
 * installed. It holds no date and a serial number of its own content, so that the same package has the same one.
 */
export function sbomOf(
  product: { readonly name: string; readonly version: string },
  packages: readonly BundledPackage[],
) {
  const ref = `${product.name}@${product.version}`;
  const components = packages.map(componentOf);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([ref, components])),
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': ref, name: product.name, version: product.version },
    },
    components,
    dependencies: [
      { ref, dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'] })),
    ],
    // Of what is bundled it is all; which package asked for which is not said.
    compositions: [{ aggregate: 'complete', assemblies: [ref] }],
  } as const;
}

function componentOf({ name, version, license, integrity, folder }: BundledPackage) {
  const [group, own] = name.startsWith('@') ? splitName(name) : [undefined, name];
  const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${own}@${version}`;
  return {
    type: 'library',
    'bom-ref': `${purl}#${folder}`,
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    scope: 'required',
    hashes: hashesOf(integrity),
    licenses: [/ (OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } }],
    purl,
  } as const;
}

function splitName(name: string): readonly [string, string] {
  const at = name.indexOf('/');
  return [name.slice(0, at), name.slice(at + 1)];
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
