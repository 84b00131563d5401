import type { Views, Visibility } from './view.ts';

/** One operation of the app as the connector offers it. */
export type ConnectorOperation = {
  /** Its id in the table of the app's operations. */
  readonly of: string;
  /** In Pascal case; workflows keep it, so it never changes. */
  readonly operationId: string;
  readonly visibility: Visibility;
  /** Where the table's words speak of what the connector does not offer, its own. */
  readonly description?: string;
  readonly parameters?: Views;
  readonly body?: Views;
  /** What is shown of the answer; absent where it is that of another operation. */
  readonly answer?: Views;
};
