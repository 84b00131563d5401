import type { AppPackage } from './package-app.ts';

/** A package as lines for a terminal: sizes of the whole and of its largest files, and where it is, as `show` writes paths. */
export function packageSummary(
  { files, folder, zip, zipBytes, sbomFile, sha256 }: AppPackage,
  show: (path: string) => string,
): string {
  const unpacked = unpackedBytes(files);
  const largest = [...files].toSorted(([, left], [, right]) => right - left).slice(0, 8);
  const rows: (readonly [string, string])[] = [
    ['files', String(files.size)],
    ['unpacked', kilobytes(unpacked)],
    ['zip', kilobytes(zipBytes)],
    ...largest.map(([path, bytes]) => [`  ${path}`, kilobytes(bytes)] as const),
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  const figures = Math.max(...rows.map(([, figure]) => figure.length));
  return [
    ...rows.map(([title, figure]) => `${title.padEnd(width)}  ${figure.padStart(figures)}`),
    '',
    `folder   ${show(folder)}`,
    `zip      ${show(zip)}`,
    `sha256   ${sha256}`,
    `SBOM     ${show(sbomFile)} (CycloneDX)`,
    '',
    files.has('gateway.json')
      ? 'The gateway file is inside, as gateway.json.'
      : 'No gateway file inside: set SLUICE_GATEWAY_JSON on the function app, or pass --gateway-file FILE.',
  ].join('\n');
}

/** Why a package is larger than is allowed, or `undefined`. A larger one takes longer to come onto a new instance. */
export function sizeMistake({ files, zipBytes }: Pick<AppPackage, 'files' | 'zipBytes'>): string | undefined {
  const entryBytes = files.get('dist/functions/app.js') ?? 0;
  if (entryBytes > entryLimitBytes) return tooLarge('What every start loads', entryBytes, entryLimitBytes);
  return zipBytes > zipLimitBytes ? tooLarge('The zip', zipBytes, zipLimitBytes) : undefined;
}

const entryLimitBytes = 1_600_000;
const zipLimitBytes = 6_000_000;

function tooLarge(what: string, bytes: number, limitBytes: number): string {
  return `${what} is ${kilobytes(bytes)}, more than ${kilobytes(limitBytes)}.`;
}

function unpackedBytes(files: AppPackage['files']): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024).toLocaleString('en-US')} KB`;
}
