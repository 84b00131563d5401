import type { ConnectorOperation } from './connector-operation.ts';
import { account } from './operations/account.ts';
import { batch } from './operations/batch.ts';
import { chat } from './operations/chat.ts';
import { embed } from './operations/embed.ts';
import { generate } from './operations/generate.ts';
import { jobs } from './operations/jobs.ts';
import { texts } from './operations/texts.ts';

/** What the connector offers of the app, in the order in which a designer lists it. */
export const connectorOperations: readonly ConnectorOperation[] = [
  chat,
  generate,
  embed,
  ...texts,
  batch,
  ...jobs,
  ...account,
];
