import type { ServerResponse } from 'node:http';
import { RefusedCall } from './azure-error.ts';
import type { LedgerEntry } from './ledger.ts';
import type { ServeOptions } from './open-entry.ts';
import type { Resource } from './resource.ts';
import { sendAnswer } from './send-answer.ts';
import { wordsOf } from './words-of.ts';

/** Runs what answers a call, and answers the refusal it throws in the provider's words. */
export async function answerOrRefuse(
  resource: Resource,
  response: ServerResponse,
  entry: LedgerEntry,
  { ledger }: ServeOptions,
  answerCall: () => Promise<void>,
): Promise<void> {
  try {
    await answerCall();
  } catch (error) {
    if (response.headersSent || response.closed) {
      if (!(error instanceof RefusedCall)) throw error;
      return;
    }
    // Anything but a refusal is the simulator's own mistake, and must be seen.
    const answer =
      error instanceof RefusedCall
        ? wordsOf(resource.provider, error.answer, entry.deployment)
        : { status: 500, body: { error: { code: 'SimulatorBug', message: String(error) } }, headers: {} };
    ledger.answered(entry, answer.status);
    sendAnswer(response, answer);
  }
}
