/** One call the simulator served or is serving. Token counts are what was really read and really sent. */
export type LedgerEntry = {
  readonly id: string;
  readonly resource: string;
  /** Empty where the path names none. */
  deployment: string;
  model: string;
  /** Such as `chat/completions`; `unknown` where the path is no operation. */
  operation: string;
  apiVersion: string;
  /** 0 until the answer begins; it stays 0 where none ever did. */
  status: number;
  stream: boolean;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds; absent while the call is open. */
  endedAt: number | undefined;
  /** Whether the caller hung up before the answer ended. */
  cancelled: boolean;
  /** The kind of the fault that was played, if any. */
  fault: string | undefined;
  /** Names of the request body's members: what a gateway added or dropped can be seen here. */
  parameters: readonly string[];
  /** The request's headers, credentials left out. */
  readonly headers: Readonly<Record<string, string>>;
};

/** `byDeployment` is by the deployment's name, over all resources; `statuses` by status of the answers begun. */
export type CallCounts = {
  readonly calls: number;
  readonly cancels: number;
  readonly byDeployment: Readonly<Record<string, DeploymentCounts>>;
};

export type DeploymentCounts = { calls: number; cancels: number; statuses: Record<string, number> };

export type Ledger = {
  open(entry: LedgerEntry): void;
  /** Told once for each call, when its deployment is known. */
  attribute(entry: LedgerEntry): void;
  answered(entry: LedgerEntry, status: number): void;
  /** Told at the latest when the connection is done with the call; later tellings change nothing. */
  closed(entry: LedgerEntry, cancelled: boolean): void;
  entries(): readonly LedgerEntry[];
  counts(): CallCounts;
  reset(): void;
};

/** Creates an empty ledger. It keeps the newest 50,000 entries; the counts go on counting beyond. */
export function createLedger(now: () => number = Date.now): Ledger {
  let entries: LedgerEntry[] = [];
  let calls = 0;
  let cancels = 0;
  let byDeployment = new Map<string, DeploymentCounts>();

  function countsOf(deployment: string): DeploymentCounts {
    const known = byDeployment.get(deployment) ?? { calls: 0, cancels: 0, statuses: {} };
    byDeployment.set(deployment, known);
    return known;
  }

  return {
    open(entry) {
      calls += 1;
      entries.push(entry);
      if (entries.length > 2 * keptEntries) entries = entries.slice(-keptEntries);
    },
    attribute(entry) {
      countsOf(entry.deployment).calls += 1;
    },
    answered(entry, status) {
      entry.status = status;
      if (entry.deployment === '') return;
      const { statuses } = countsOf(entry.deployment);
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    closed(entry, cancelled) {
      if (entry.endedAt !== undefined) return;
      entry.endedAt = now();
      entry.totalTokens = entry.promptTokens + entry.completionTokens;
      if (!cancelled) return;
      entry.cancelled = true;
      cancels += 1;
      if (entry.deployment !== '') countsOf(entry.deployment).cancels += 1;
    },
    entries: () => entries.slice(-keptEntries),
    counts: () => ({ calls, cancels, byDeployment: structuredClone(Object.fromEntries(byDeployment)) }),
    reset() {
      entries = [];
      calls = 0;
      cancels = 0;
      byDeployment = new Map();
    },
  };
}

const keptEntries = 50_000;

/** A copy of request headers without those that carry a credential. */
export function withoutCredentials(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !credentialHeaders.has(name)) kept[name] = String(value);
  }
  return kept;
}

const credentialHeaders = new Set([
  'authorization',
  'api-key',
  'x-api-key',
  'x-functions-key',
  'cookie',
  'ocp-apim-subscription-key',
]);
