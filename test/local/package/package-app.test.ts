import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { packageApp, type AppPackage } from '../../../local/package/package-app.ts';
import { packageSummary, sizeVerdict } from '../../../local/package/package-summary.ts';
import { unzip } from '../../../local/package/unzip.ts';
import { repositoryRoot } from '../../setup/repository-text.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

let out: string;
let made: AppPackage;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'sluice-package-'));
  made = await packageApp({ root: repositoryRoot, out });
  return () => rm(out, { recursive: true });
});

describe('a package', () => {
  it('holds what Azure runs, its notices and its bill of materials, and nothing else', () => {
    const top = new Set([...made.files.keys()].map((path) => path.split('/')[0] ?? ''));
    expect([...top].toSorted()).toEqual([
      'THIRD-PARTY-NOTICES.txt',
      'dist',
      'host.json',
      'package.json',
      'sbom.cdx.json',
    ]);
    expect([...made.files.keys()].filter((path) => /\.(map|ts)$|node_modules|\.env|settings\.json/.test(path))).toEqual(
      [],
    );
  });

  it('has a manifest from which a deployment neither installs nor builds', async () => {
    const manifest: unknown = JSON.parse(await readFile(`${made.folder}/package.json`, 'utf8'));
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(manifest)).toSorted()).toEqual([
      'engines',
      'main',
      'name',
      'type',
      'version',
    ]);
  });

  it('tells the host to bring the queue extension, to prefix no route, and to end no call by itself', async () => {
    expect(JSON.parse(await readFile(`${made.folder}/host.json`, 'utf8'))).toMatchObject({
      extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' },
      extensions: { http: { routePrefix: '' } },
      functionTimeout: '-1',
    });
  });

  it('is not made at all for a tag that is not of its version', async () => {
    const folder = join(await temporaryFolder(), 'out');
    await expect(packageApp({ root: repositoryRoot, out: folder, tag: 'v999.0.0' })).rejects.toThrow(
      /^The tag is v999\.0\.0, but package\.json says \d/,
    );
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('is the same to the byte when it is made again', async () => {
    const again = await packageApp({ root: repositoryRoot, out: await temporaryFolder() });
    expect(again.sha256).toBe(made.sha256);
  });

  it('is in its zip what it is as a folder', async () => {
    const folder = await temporaryFolder();
    const paths = await unzip(await readFile(made.zip), folder);
    expect(paths.toSorted()).toEqual([...made.files.keys()].toSorted());
    for (const path of paths) {
      expect((await readFile(`${folder}/${path}`)).equals(await readFile(`${made.folder}/${path}`))).toBe(true);
    }
    expect(
      (await readdir(made.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()),
    ).toHaveLength(paths.length);
  });

  it('takes a gateway file along when it is given one', async () => {
    const gatewayFile = await readFile(`${repositoryRoot}/local/gateway.sample.json`);
    const withFile = await packageApp({ root: repositoryRoot, out: await temporaryFolder(), gatewayFile });
    expect(await readFile(`${withFile.folder}/gateway.json`)).toEqual(gatewayFile);
    expect(packageSummary(withFile, (path) => path)).toContain('The gateway file is inside');
  });

  it('tells where all of it is, and that a gateway file is still to be named', () => {
    const told = packageSummary(made, (path) => relative(out, path));
    expect(told).not.toContain(out);
    expect(told).toMatch(/^SBOM +sluice-[\d.]+\.cdx\.json/m);
    expect(told).toContain(
      'No gateway file inside: set SLUICE_GATEWAY_JSON on the function app, or pass --gateway-file',
    );
  });

  it('counts what is copied and not bundled among what it is made of', async () => {
    expect(await readFile(made.sbomFile, 'utf8')).toContain('pkg:npm/swagger-ui-dist@');
    expect(await readFile(`${made.folder}/THIRD-PARTY-NOTICES.txt`, 'utf8')).toMatch(
      /^swagger-ui-dist [\d.]+ \(Apache-2\.0\)$/m,
    );
  });

  it('is no larger than it may be, and says how large it is', () => {
    expect(packageSummary(made, (path) => path)).toMatch(/^files +\d+\nunpacked +[\d,]+ KB\nzip +[\d,]+ KB\n/);
    const { lines, fits } = sizeVerdict(made);
    expect(fits).toBe(true);
    expect(lines.join('\n')).toMatch(
      /^What every start loads is [\d,]+ KB; it may be 1,563 KB: fits\.\nThe zip is [\d,]+ KB; it may be 5,859 KB: fits\.$/,
    );
  });

  it('does not fit where either is too large', () => {
    const zip = sizeVerdict({ ...made, zipBytes: 50_000_000 });
    expect(zip.fits).toBe(false);
    expect(zip.lines).toEqual([
      expect.stringMatching(/fits\.$/),
      'The zip is 48,828 KB; it may be 5,859 KB: too large.',
    ]);
    const entry = sizeVerdict({ ...made, files: new Map([['dist/functions/app.js', 9_000_000]]) });
    expect(entry).toMatchObject({
      fits: false,
      lines: [expect.stringMatching(/start loads .*too large\.$/), expect.any(String)],
    });
  });
});
