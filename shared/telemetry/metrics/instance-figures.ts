/** How an instance stands when it is scraped: what is looked at then instead of counted along the way. */
export type InstanceFigures = {
  readonly requestsInFlight: number;
  readonly deployments: readonly {
    readonly name: string;
    readonly circuit: 'closed' | 'half-open' | 'open';
    readonly credential: 'unread' | 'ok' | 'stale' | 'failed';
    /** How often its credential has been read. */
    readonly credentialReads: number;
  }[];
  /** The store that instances share; absent where there is none. */
  readonly isStoreUp?: boolean | undefined;
  readonly limits: {
    readonly isStoreUp: boolean;
    /** Calls that wait in line at a limit. */
    readonly waiting: number;
  };
  /** Answers kept in memory; absent where they are kept in the shared store. */
  readonly cache?: { readonly bytes: number; readonly answers: number } | undefined;
  /** Absent where no usage is kept. */
  readonly ledger?:
    | {
        readonly inMemory: number;
        readonly spooledSegments: number;
        readonly written: number;
        readonly lost: number;
        readonly isStoreDown: boolean;
      }
    | undefined;
  /** Absent where none is sent. */
  readonly telemetryDropped?: DroppedTelemetry | undefined;
};

/** How many spans, custom events and calls to be counted never reached Application Insights. */
export type DroppedTelemetry = Readonly<Record<'spans' | 'events' | 'calls', number>>;
