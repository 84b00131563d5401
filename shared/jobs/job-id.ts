/**
 * A job's id: `job_`, when it was accepted (epoch milliseconds as 12 hex digits) and 80 random bits. So ids sort by age,
 * and whoever looks for old jobs finds them first. It is no secret: a caller's own key or the job's token is asked for.
 */
export function newJobId(acceptedMs: number, randomBytes: (count: number) => Buffer): string {
  return `job_${Math.floor(acceptedMs).toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
}

/** When the job of an id was accepted, in epoch milliseconds; `undefined` for what is no job's id. */
export function acceptedMsOf(id: string): number | undefined {
  const digits = /^job_([0-9a-f]{12})[0-9a-f]{20}$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
