import type { Finding } from './find-secrets.ts';

/** A secret made for tests or this machine alone: where it may stand, which it is, and why it is none. */
export type AllowedSecret = { readonly path: string; readonly fingerprint: string; readonly why: string };

/** Findings that nothing allows, and what allows nothing that is there. An allowance holds for a path and all below it. */
export function judgeFindings(
  findings: readonly Finding[],
  allowed: readonly AllowedSecret[],
): { readonly refused: readonly Finding[]; readonly unused: readonly AllowedSecret[] } {
  const matches = (one: AllowedSecret, finding: Finding) =>
    one.fingerprint === finding.fingerprint && finding.path.startsWith(one.path);
  return {
    refused: findings.filter((finding) => !allowed.some((one) => matches(one, finding))),
    unused: allowed.filter((one) => !findings.some((finding) => matches(one, finding))),
  };
}
