import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { wasBrokenOff } from './break-off.ts';
import type { FaultList } from './fault-list.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { withoutCredentials } from './ledger.ts';
import type { Resource } from './resource.ts';

export type ServeOptions = {
  readonly ledger: Ledger;
  readonly faults: FaultList;
  readonly tokenDelayMs: number;
  readonly now: () => number;
  /** Whether the resource is up; a connection that ends because it went down is no caller's hang-up. */
  readonly isUp: () => boolean;
};

/** Opens the ledger's entry of a call, and closes it with the connection. */
export function openEntry(
  resource: Resource,
  request: IncomingMessage,
  response: ServerResponse,
  { ledger, now, isUp }: ServeOptions,
  asked: Pick<LedgerEntry, 'deployment' | 'operation' | 'apiVersion'>,
): LedgerEntry {
  const entry: LedgerEntry = {
    ...asked,
    id: randomUUID(),
    resource: resource.name,
    model: '',
    status: 0,
    stream: false,
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    startedAt: now(),
    endedAt: undefined,
    cancelled: false,
    fault: undefined,
    parameters: [],
    headers: withoutCredentials(request.headers),
  };
  ledger.open(entry);
  response.once('close', () => ledger.closed(entry, !response.writableFinished && !wasBrokenOff(response) && isUp()));
  return entry;
}
