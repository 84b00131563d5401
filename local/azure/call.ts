import type { ServerResponse } from 'node:http';
import type { Admitter } from './admission.ts';
import type { AzureAnswer, ErrorContext } from './azure-error.ts';
import type { SimulatedProvider } from './resource.ts';
import type { Fault } from './fault-rule.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import type { ModelTraits } from './model-traits.ts';

/** One data-plane call on its way: authenticated, routed to a deployment, its body read as JSON. */
export type Call = {
  readonly response: ServerResponse;
  readonly body: Readonly<Record<string, unknown>>;
  readonly entry: LedgerEntry;
  readonly ledger: Ledger;
  readonly provider: SimulatedProvider;
  /** An answer of Azure in the words of the provider. */
  readonly word: (answer: AzureAnswer) => AzureAnswer;
  readonly surface: 'dated' | 'v1';
  readonly context: ErrorContext;
  readonly model: string;
  readonly traits: ModelTraits;
  readonly admitter: Admitter;
  readonly fault: Fault | undefined;
  readonly tokenDelayMs: number;
};
