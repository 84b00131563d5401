import { judgeCheck } from './judge-check.ts';
import type { Measurement } from './measurement.ts';
import type { Scenario } from './scenario.ts';

/**
 * `pass`: the caller got what it should, and every check is clean. `partial`: it did, but an advisory check failed, or a
 * refusal was answered by another model. `safe`: it did not, but was told so cleanly and in time. `fail`: a required
 * check failed, the call hung, or a truncated answer was passed off as whole.
 */
export type Verdict = 'pass' | 'partial' | 'safe' | 'fail';

/** A verdict and what it rests on. */
export type Judgement = { readonly verdict: Verdict; readonly because: string };

/** Judges what was measured of a scenario by the published rules. */
export function judgeScenario(scenario: Scenario, measured: Measurement): Judgement {
  const { ideal, checks, fallbackModel } = scenario;
  const failed = checks.filter((check) => judgeCheck(check, measured, fallbackModel) === false);
  const required = failed.filter(({ weight }) => weight === undefined).map(({ id }) => id);
  const advisory = failed.filter(({ weight }) => weight === 'advisory').map(({ id }) => id);
  const isSuccess = measured.outcome === 'success';

  if (measured.outcome === 'hang') return { verdict: 'fail', because: 'it hung' };
  if (isSuccess && !measured.isComplete && ideal === 'success') {
    return { verdict: 'fail', because: 'a truncated answer was passed off as whole' };
  }
  if (required.length > 0) return { verdict: 'fail', because: `not: ${required.join(', ')}` };
  if (ideal === 'error' && isSuccess) return { verdict: 'partial', because: 'another model answered what was refused' };
  if (ideal === 'success' && !isSuccess) return { verdict: 'safe', because: `told: ${measured.error ?? 'nothing'}` };
  if (advisory.length > 0) return { verdict: 'partial', because: `not: ${advisory.join(', ')}` };
  return { verdict: 'pass', because: ideal === 'error' ? `told: ${measured.error ?? 'nothing'}` : 'whole answer' };
}
