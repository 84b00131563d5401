import type { BundledPackage } from './bundled-packages.ts';

/** The notices file of a package: each bundled package with its version, licence and the licence's text. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const sections = packages.map(({ name, version, license, notices }) =>
    [
      `${name} ${version} (${license})`,
      ...(notices.length === 0 ? ['It brings no text of its licence.'] : notices),
    ].join('\n\n'),
  );
  return `${['Sluice contains code of the following packages.', ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
