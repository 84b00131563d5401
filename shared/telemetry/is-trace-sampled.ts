/**
 * Whether a trace is among the `percent` that are kept (0 to 100). Decided by its id alone, so that a trace is kept whole
 * or not at all, whatever of it failed, and alike by every service that asks the same way.
 *
 * It is the hash by which the SDKs of Application Insights sample: a djb2 over the characters of the id in 32-bit
 * arithmetic, its absolute value as a share of the largest such number.
 */
export function isTraceSampled(traceId: string, percent: number): boolean {
  if (percent >= 100) return true;
  let hash = 5381;
  for (let at = 0; at < traceId.length; at += 1) {
    hash = (Math.imul(hash, 33) + traceId.charCodeAt(at)) | 0;
  }
  const score = hash === smallest ? largest : Math.abs(hash);
  return (score / largest) * 100 < percent;
}

const largest = 2_147_483_647;
const smallest = -2_147_483_648;
