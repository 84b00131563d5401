import type { CallerView } from '../ask-chat.ts';
import { canonicalAnswer } from './canonical-answer.ts';

/** What a call was to its caller. `success` is what the gateway passed off as one, complete or not. */
export type CallOutcome = 'success' | 'error' | 'hang';

/** One call of a sequence. */
export type SequenceCall = { readonly sentS: number; readonly outcome: CallOutcome; readonly isComplete: boolean };

/** What was measured of a scenario, from both sides. Times are in the catalogue's seconds, whatever the scale. */
export type Measurement = {
  readonly outcome: CallOutcome;
  readonly isComplete: boolean;
  readonly elapsedS: number;
  readonly error: string | undefined;
  readonly reportedModel: string | undefined;
  readonly hasUsage: boolean;
  /** When attempts reached the model asked for. */
  readonly primaryAtS: readonly number[];
  readonly fallbackAttempts: number;
  readonly prefillRefusals: number;
  readonly isAliveAfter: boolean;
  /** Of a sequence: its calls, when the outage ended, and when the model first served again. */
  readonly sequence?: {
    readonly calls: readonly SequenceCall[];
    readonly outageS: number;
    readonly servedAgainS: number | undefined;
  };
};

/** What a caller's view is by the rules: a call that ended cleanly is a success, whatever it lacks. */
export function outcomeOf({ outcome }: CallerView): CallOutcome {
  switch (outcome) {
    case 'answered':
      return 'success';
    case 'hung':
      return 'hang';
    default:
      return 'error';
  }
}

/** Whether a text is the canonical answer, blanks aside. */
export function isCanonical(text: string): boolean {
  return text.trim().replaceAll(/\s+/g, ' ') === canonicalAnswer;
}
