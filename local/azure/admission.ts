/** How a deployment is allowed to be used. Absent limits are not enforced. */
export type Capacity = {
  readonly tokensPerMinute?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly provisioned?: boolean | undefined;
};

/** Whether a call may pass, the wait in milliseconds if not, and the `x-ratelimit-*` headers to answer with either way. */
export type Admission = {
  readonly refusal:
    | { readonly reason: 'tokens' | 'requests' | 'never-fits' | 'provisioned'; readonly waitMs: number }
    | undefined;
  readonly headers: Readonly<Record<string, string>>;
};

export type Admitter = { admit(estimatedTokens: number): Admission };

/**
 * Creates the admission of one deployment, as Azure does it: the estimate at arrival goes into a counter that is reset
 * each minute, never corrected to what was billed; requests are checked in slices of ten seconds, and in the minute;
 * a refused call counts too. A provisioned deployment refuses while it is used above 100 % and sends no rate headers.
 */
export function createAdmitter(capacity: Capacity, now: () => number = Date.now): Admitter {
  return capacity.provisioned === true
    ? createProvisionedAdmitter(capacity, now)
    : createStandardAdmitter(capacity, now);
}

/** What Azure expects a call to use: the prompt by its characters, plus the most it may answer (`best_of` times). */
export function estimateTokens(promptCharacters: number, maxOutputTokens: number | undefined, bestOf = 1): number {
  return Math.ceil(promptCharacters / 4) + (maxOutputTokens ?? assumedOutputTokens) * bestOf;
}

// What Azure assumes for a call without max_tokens is not published; this is the API's old default.
const assumedOutputTokens = 16;
const minuteMs = 60_000;
const sliceMs = 10_000;

function createStandardAdmitter(capacity: Capacity, now: () => number): Admitter {
  const tokens = createWindow(minuteMs);
  const requests = createWindow(minuteMs);
  const slice = createWindow(sliceMs);
  const { tokensPerMinute = Infinity, requestsPerMinute = Infinity } = capacity;
  const requestsPerSlice = Math.max(1, Math.ceil(requestsPerMinute / 6));

  return {
    admit(estimatedTokens) {
      const at = now();
      const usedTokens = tokens.add(at, estimatedTokens);
      const usedRequests = requests.add(at, 1);
      const usedSlice = slice.add(at, 1);
      const headers = {
        ...limitHeaders('tokens', tokensPerMinute, usedTokens, tokens.resetMs(at)),
        ...limitHeaders('requests', requestsPerMinute, usedRequests, requests.resetMs(at)),
      };
      if (estimatedTokens > tokensPerMinute) return { headers, refusal: { reason: 'never-fits', waitMs: 86_400_000 } };
      if (usedTokens > tokensPerMinute) return { headers, refusal: { reason: 'tokens', waitMs: tokens.resetMs(at) } };
      if (usedRequests > requestsPerMinute)
        return { headers, refusal: { reason: 'requests', waitMs: requests.resetMs(at) } };
      if (usedSlice > requestsPerSlice) return { headers, refusal: { reason: 'requests', waitMs: slice.resetMs(at) } };
      return { headers, refusal: undefined };
    },
  };
}

/** Utilisation is a bucket of one minute's tokens that drains evenly; a call is let in while it is not over-full. */
function createProvisionedAdmitter({ tokensPerMinute = Infinity }: Capacity, now: () => number): Admitter {
  const drainPerMs = tokensPerMinute / minuteMs;
  let level = 0;
  let seenAt = now();
  return {
    admit(estimatedTokens) {
      const at = now();
      level = Math.max(0, level - (at - seenAt) * drainPerMs);
      seenAt = at;
      if (level > tokensPerMinute) {
        const waitMs = Math.max(1, Math.ceil((level - tokensPerMinute) / drainPerMs));
        return { headers: {}, refusal: { reason: 'provisioned', waitMs } };
      }
      level += Number.isFinite(tokensPerMinute) ? estimatedTokens : 0;
      return { headers: {}, refusal: undefined };
    },
  };
}

function createWindow(lengthMs: number) {
  let startedAt = -Infinity;
  let used = 0;
  return {
    add(at: number, amount: number): number {
      if (at - startedAt >= lengthMs) {
        startedAt = at;
        used = 0;
      }
      used += amount;
      return used;
    },
    resetMs: (at: number) => Math.max(1, startedAt + lengthMs - at),
  };
}

// Azure always names its limits; where the simulator enforces none, it names one that is never reached.
const unlimited = { tokens: 10_000_000, requests: 100_000 } as const;

function limitHeaders(
  unit: 'tokens' | 'requests',
  limit: number,
  used: number,
  resetMs: number,
): Record<string, string> {
  const remaining = Number.isFinite(limit) ? Math.max(0, limit - used) : Math.max(1, unlimited[unit] - used);
  return {
    [`x-ratelimit-limit-${unit}`]: String(Number.isFinite(limit) ? limit : unlimited[unit]),
    [`x-ratelimit-remaining-${unit}`]: String(remaining),
    [`x-ratelimit-reset-${unit}`]: String(Math.ceil(resetMs / 1000)),
  };
}
