import type { Expectation, FaultCase, Mode, Sight } from './fault-case.ts';

/** The clocks of the wall's gateway, in milliseconds: a tenth or less of what a gateway in service has. */
export const wallTimeouts = { connectMs: 300, firstOutputMs: 400, idleMs: 400, attemptMs: 1_000, deadlineMs: 4_000 };

/** The retries of the wall's gateway. */
export const wallRetry = { maxAttempts: 5, baseBackoffMs: 60, maxBackoffMs: 240 };

/** How many calls meet a deployment that is well at every other one. */
export const flappingCalls = 6;

type Both = Readonly<Record<Mode, Expectation>>;

/** The same in both modes. */
export function both(expectation: Expectation): Both {
  return { plain: expectation, stream: expectation };
}

/** A whole answer after so many attempts. */
export function answer(attempts: number, most = attempts): Expectation {
  return { sees: ['answer'], attempts: [attempts, most] };
}

/** One of these refusals after so many attempts. */
export function refusal(sees: Sight | readonly Sight[], attempts: number, most = attempts): Expectation {
  return { sees: typeof sees === 'string' ? [sees] : sees, attempts: [attempts, most] };
}

/** Text that broke off, with this error behind it: one attempt, because nothing may follow text. */
export function brokenText(code: string): Expectation {
  return { sees: [`text, then ${code}`], attempts: [1, 1] };
}

/** What follows from a fault before any output that is worth another attempt at the same deployment. */
export function retried(sees: Sight): Pick<FaultCase, 'alone' | 'beside'> {
  return { alone: both(refusal(sees, wallRetry.maxAttempts)), beside: both(answer(2)) };
}

/** What follows from a fault that no second attempt at the same deployment can mend. */
export function leftAtOnce(sees: Sight): Pick<FaultCase, 'alone' | 'beside'> {
  return { alone: both(refusal(sees, 1)), beside: both(answer(2)) };
}

/** What follows from a refusal that is about the request itself. */
export function final(sees: Sight): Pick<FaultCase, 'alone' | 'beside'> {
  return { alone: both(refusal(sees, 1)), beside: both(refusal(sees, 1)) };
}

/** What follows from a fault in the middle of an answer: plain, it is retried; streamed, the caller has text by then. */
export function midAnswer(inPlain: Sight | readonly Sight[], inStream: string, leastPlain: number): FaultParts {
  return {
    alone: { plain: refusal(inPlain, leastPlain, wallRetry.maxAttempts), stream: brokenText(inStream) },
    beside: { plain: answer(2), stream: brokenText(inStream) },
    held: answer(2),
  };
}

type FaultParts = Pick<FaultCase, 'alone' | 'beside' | 'held'>;
