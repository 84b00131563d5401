import type { Call } from './call.ts';

/**
 * One of the calls that a call is made of, as a call of its own: under its own request id, so that each is logged and
 * accounted for by itself, and within the whole call's deadline. `place` counts from 0; `gone` ends it.
 */
export function partOfCall(call: Call, place: number, gone: AbortSignal): Call {
  const { requestId, job } = call;
  return {
    ...call,
    requestId: `${requestId.slice(0, longestWhole)}.${place}`,
    job: job && { ...job, id: `${job.id}.${place}`, isPutOff: () => false },
    gone,
    isPart: true,
  };
}

/** Leaves room for the place within the 128 characters of a request id. */
const longestWhole = 120;
