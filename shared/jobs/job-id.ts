/**
 * A job's id: `job_`, when it was accepted (epoch milliseconds as 12 hex digits) and 80 random bits in two groups. So ids
 * sort by age, and whoever looks for old jobs finds them first. It is no secret, and does not look like one, which logs
 * would hide: a caller's own key or the job's token is asked for.
 */
export function newJobId(acceptedMs: number, randomBytes: (count: number) => Buffer): string {
  const random = randomBytes(10).toString('hex');
  return `job_${Math.floor(acceptedMs).toString(16).padStart(12, '0')}-${random.slice(0, 10)}-${random.slice(10)}`;
}

/** When the job of an id was accepted, in epoch milliseconds; `undefined` for what is no job's id. */
export function acceptedMsOf(id: string): number | undefined {
  const digits = /^job_([0-9a-f]{12})(-[0-9a-f]{10}){2}$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
