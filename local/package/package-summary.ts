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

/**
 * How large a package is beside what it may be, a line for each limit, and whether it keeps to them all. A larger one
 * takes longer to come onto a new instance.
 */
export function sizeVerdict({ files, zipBytes }: Pick<AppPackage, 'files' | 'zipBytes'>): {
  readonly lines: readonly string[];
  readonly fits: boolean;
} {
  const limits = [
    { what: 'What every start loads', bytes: files.get('dist/functions/app.js') ?? 0, limitBytes: 1_600_000 },
    { what: 'The zip', bytes: zipBytes, limitBytes: 6_000_000 },
  ];
  return {
    lines: limits.map(({ what, bytes, limitBytes }) => {
      const figures = `${what} is ${kilobytes(bytes)}; it may be ${kilobytes(limitBytes)}`;
      return `${figures}: ${bytes > limitBytes ? 'too large' : 'fits'}.`;
    }),
    fits: limits.every(({ bytes, limitBytes }) => bytes <= limitBytes),
  };
}

function unpackedBytes(files: AppPackage['files']): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024).toLocaleString('en-US')} KB`;
}
