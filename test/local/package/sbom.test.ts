import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { build, type Build } from '../../../local/build.ts';
import { bundledPackages, type BundledPackage } from '../../../local/package/bundled-packages.ts';
import { sbomOf } from '../../../local/package/sbom.ts';
import { thirdPartyNotices } from '../../../local/package/third-party-notices.ts';
import { repositoryRoot, textOf } from '../../setup/repository-text.ts';

let made: Build;
let packages: BundledPackage[];

beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), 'sluice-sbom-'));
  made = await build(repositoryRoot, out, { sourceMaps: false });
  packages = await bundledPackages(made, repositoryRoot);
  await rm(out, { recursive: true });
});

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ version: z.string().optional(), dev: z.boolean().optional(), integrity: z.string().optional() }),
    ),
  })
  .parse(JSON.parse(textOf('package-lock.json') ?? '{}'));

describe('the packages of a build', () => {
  it('are all that it imports, beside what Node brings and the worker’s own module', () => {
    const imports = Object.values(made.metafile.outputs).flatMap((output) => output.imports);
    const outside = new Set(imports.flatMap(({ external, path }) => (external === true ? [path] : [])));
    const known = new Set([...builtinModules, '@azure/functions-core']);
    expect([...outside].filter((path) => !path.startsWith('node:') && !known.has(path))).toEqual([]);
    expect(outside).toContain('node:crypto');
  });

  it('are those the bundle is made of, in the locked versions', () => {
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['@azure/functions', 'openai', 'undici', 'zod', 'ioredis']));
    expect(
      names.filter((name) => ['esbuild', 'vitest', 'typescript', 'node', 'azurite', 'yazl'].includes(name)),
    ).toEqual([]);
    for (const { folder, version } of packages) expect(lock.packages[folder]?.version).toBe(version);
  });

  it('are none of development, but the page of documentation that is shown, and what tokens are counted by', () => {
    const ofDevelopment = packages.filter(({ folder }) => lock.packages[folder]?.dev === true);
    expect(ofDevelopment.map(({ name }) => name)).toEqual(['swagger-ui-dist', 'tiktoken']);
  });

  it('have licences that allow them to be shipped, with their texts', () => {
    const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Unlicense']);
    expect(packages.filter(({ license }) => !allowed.has(license))).toEqual([]);
    const notices = thirdPartyNotices(packages);
    for (const { name, version, license } of packages) expect(notices).toContain(`\n${name} ${version} (${license})\n`);
    // Known to publish no licence file; one more is worth a look.
    expect(packages.filter((each) => each.notices.length === 0).map(({ name }) => name)).toEqual(['@nodable/entities']);
  });
});

describe('the bill of materials', () => {
  it('has the form of CycloneDX 1.6', () => {
    expect(bomSchema.safeParse(sbomOf({ name: 'sluice', version: '1.2.3' }, packages)).error).toBeUndefined();
  });

  it('lists each package once, with its address, its hash and what refers to it', () => {
    const { components, dependencies } = sbomOf({ name: 'sluice', version: '1.2.3' }, packages);
    const refs = components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(packages.length);
    expect(dependencies.map(({ ref }) => ref)).toEqual(['sluice@1.2.3', ...refs]);
    expect(components).toContainEqual(
      expect.objectContaining({
        group: '@azure',
        name: 'functions',
        purl: expect.stringMatching(/^pkg:npm\/%40azure\/functions@4\./),
      }),
    );
    for (const { purl, hashes } of components) {
      const { name, version } = packageOf(purl);
      const [locked] = Object.entries(lock.packages).flatMap(([folder, entry]) =>
        folder.endsWith(`node_modules/${name}`) && entry.version === version ? [entry.integrity ?? ''] : [],
      );
      expect(`sha512-${Buffer.from(hashes[0]?.content ?? '', 'hex').toString('base64')}`).toBe(locked);
    }
  });

  it('says which package uses which, as the lock file does, and leads from the app to each', () => {
    const { dependencies } = sbomOf({ name: 'sluice', version: '1.2.3' }, packages);
    const nameOf = (ref: string) => packageOf(ref.replace(/#.*$/, '')).name;
    const usedBy = (name: string) =>
      dependencies.filter(({ ref }) => nameOf(ref) === name).flatMap(({ dependsOn }) => dependsOn.map(nameOf));
    const direct = dependencies[0]?.dependsOn.map(nameOf);
    expect(direct).toEqual(expect.arrayContaining(['openai', 'zod', 'tiktoken', 'swagger-ui-dist']));
    expect(direct).not.toContain('@azure/core-client');
    expect(usedBy('@azure/data-tables')).toEqual(expect.arrayContaining(['@azure/core-client', 'tslib']));
    expect(usedBy('zod')).toEqual([]);
    const uses = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const reach = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      uses.get(ref)?.forEach(reach);
    };
    reach('sluice@1.2.3');
    expect([...uses.keys()].filter((ref) => !reached.has(ref))).toEqual([]);
  });

  it('names the data that tokens are counted by, and the notices hold its licence', () => {
    const { components } = sbomOf({ name: 'sluice', version: '1.2.3' }, packages);
    expect(components).toContainEqual(
      expect.objectContaining({ name: 'tiktoken', licenses: [{ license: { id: 'MIT' } }] }),
    );
    const [, own = ''] = thirdPartyNotices(packages).split(/\ntiktoken [\d.]+ \(MIT\)\n/);
    expect(own).toMatch(/^\nMIT License\n\nCopyright \(c\) 2022 OpenAI, Shantanu Jain\n/);
  });

  it('is the same for the same packages, another for others, and names no host of a registry', () => {
    const of = (version: string) => JSON.stringify(sbomOf({ name: 'sluice', version }, packages));
    expect(of('1.2.3')).toBe(of('1.2.3'));
    expect(of('1.2.4').match(/urn:uuid:[^"]+/)).not.toEqual(of('1.2.3').match(/urn:uuid:[^"]+/));
    expect(of('1.2.3').replace('http://cyclonedx.org/schema/', '')).not.toMatch(/https?:|registry|npmjs/);
  });

  it('tells a licence that is an expression from one that is a name', () => {
    const one: BundledPackage = {
      name: 'a',
      version: '1.0.0',
      license: '(MIT OR CC0-1.0)',
      notices: [],
      integrity: '',
      folder: 'node_modules/a',
      uses: [],
      isDirect: true,
    };
    expect(sbomOf({ name: 'sluice', version: '1.2.3' }, [one]).components[0]?.licenses).toEqual([
      { expression: '(MIT OR CC0-1.0)' },
    ]);
  });
});

function packageOf(purl: string): { name: string; version: string } {
  const [, name = '', version = ''] = /^pkg:npm\/(.+)@([^@]+)$/.exec(decodeURIComponent(purl)) ?? [];
  return { name, version };
}

/** The parts of CycloneDX 1.6 that are used, as its JSON schema states them. */
const bomSchema = z.strictObject({
  $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.int().min(1),
  metadata: z.strictObject({
    lifecycles: z.array(
      z.strictObject({ phase: z.enum(['design', 'pre-build', 'build', 'post-build', 'operations']) }),
    ),
    tools: z.strictObject({
      components: z.array(z.strictObject({ type: z.literal('application'), name: z.string(), version: z.string() })),
    }),
    component: z.strictObject({
      type: z.literal('application'),
      'bom-ref': z.string().min(1),
      name: z.string(),
      version: z.string(),
    }),
  }),
  components: z.array(
    z.strictObject({
      type: z.literal('library'),
      'bom-ref': z.string().min(1),
      group: z.string().optional(),
      name: z.string(),
      version: z.string(),
      scope: z.enum(['required', 'optional', 'excluded']),
      hashes: z
        .array(z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) }))
        .min(1),
      licenses: z.array(z.strictObject({ license: z.strictObject({ id: z.string() }) })).min(1),
      purl: z.string(),
    }),
  ),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
  compositions: z.array(z.strictObject({ aggregate: z.literal('complete'), assemblies: z.array(z.string()) })),
});
