import type { Measurement } from './measurement.ts';
import type { Check } from './scenario.ts';

/** Whether a measurement passes a check; `undefined` where the check does not apply. */
export function judgeCheck(check: Check, measured: Measurement, fallbackModel: string): boolean | undefined {
  const { outcome, primaryAtS, sequence } = measured;
  const [first, second] = primaryAtS;
  switch (check.kind) {
    case 'no-hang':
      return outcome !== 'hang';
    case 'complete':
      return outcome === 'success' && measured.isComplete;
    case 'no-truncated-success':
      return outcome !== 'success' || measured.isComplete;
    case 'alive-after':
      return measured.isAliveAfter;
    case 'fallback-used':
      return measured.fallbackAttempts > 0;
    case 'reported-model-is-fallback':
      return measured.fallbackAttempts === 0 ? undefined : measured.reportedModel === fallbackModel;
    case 'usage-present':
      return measured.hasUsage;
    case 'no-prefill-masking':
      return outcome !== 'error' || measured.prefillRefusals === 0;
    case 'primary-attempts-min':
      return primaryAtS.length >= check.limit;
    case 'primary-attempts-max':
      return primaryAtS.length <= check.limit;
    case 'primary-attempts-are':
      return primaryAtS.length === check.limit;
    case 'first-gap-min-s':
      return first !== undefined && second !== undefined && second - first >= check.limit;
    case 'max-attempts-within':
      return primaryAtS.filter((atS) => atS - (first ?? 0) < check.windowS).length <= check.limit;
    case 'wall-max-s':
      return outcome !== 'hang' && measured.elapsedS <= check.limit;
    case 'sequence-no-hang':
      return sequence?.calls.every((call) => call.outcome !== 'hang') ?? false;
    case 'sequence-served-during-outage': {
      const during = sequence?.calls.filter(({ sentS }) => sentS < sequence.outageS) ?? [];
      return during.length > 0 && during.every((call) => call.outcome === 'success');
    }
    case 'sequence-recovered-within-s':
      return sequence?.servedAgainS !== undefined && sequence.servedAgainS - sequence.outageS <= check.limit;
  }
}
