import type { RegisteredFunction } from '../worker-message.ts';
import { invocationOf } from '../invocation-of.ts';
import type { WorkerProcess } from '../worker-process.ts';
import type { WorkerSupervisor } from '../worker-supervisor.ts';
import { decodeMessage, queueInput } from './queue-input.ts';
import { listenToQueue, type QueueListener } from './queue-listener.ts';
import type { QueueSettings } from './queue-settings.ts';
import { listQueueTriggers } from './queue-trigger.ts';

/** What calls of queue-triggered functions need of their host. */
export type QueueHost = {
  readonly functions: readonly RegisteredFunction[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workers: WorkerSupervisor;
  readonly settings: QueueSettings;
  readonly functionTimeoutMs: number | undefined;
  log(line: string): void;
};

/**
 * Polls the queues of the app's queue-triggered functions, each with its poison queue. Accounts are known by connection
 * string only; a function whose account is named otherwise is not called, and that is logged.
 */
export async function listenToQueues(host: QueueHost): Promise<QueueListener> {
  const listeners: QueueListener[] = [];
  for (const trigger of listQueueTriggers(host.functions, host.env)) {
    const { connectionString, queueName, functionName, bindingName } = trigger;
    if (connectionString === undefined) {
      host.log(`Queue "${queueName}" is not polled for "${functionName}": only connection strings are known here.`);
      continue;
    }
    const { QueueServiceClient } = await import('@azure/storage-queue');
    const account = QueueServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
    listeners.push(
      listenToQueue({
        queue: account.getQueueClient(queueName),
        poison: queueName.endsWith(poisonSuffix) ? undefined : account.getQueueClient(queueName + poisonSuffix),
        settings: host.settings,
        log: host.log,
        async invoke(message) {
          const text = decodeMessage(message.messageText, host.settings.isBase64);
          if (text === undefined) return 'it is not in Base64';
          const invocation = invocationOf(functionName, queueInput(bindingName, message, text), {});
          const failure = await host.workers.current().then(
            (worker) => invokeInTime(worker, invocation, host),
            (error: unknown) => String(error),
          );
          if (failure !== undefined) host.log(`Function "${functionName}" failed: ${failure}`);
          return failure;
        },
      }),
    );
  }
  return {
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.stop()));
    },
  };
}

const poisonSuffix = '-poison';

/** As in the real host, a function that runs too long takes the whole worker with it. */
async function invokeInTime(
  worker: WorkerProcess,
  invocation: Parameters<WorkerProcess['invoke']>[0],
  { functionTimeoutMs, log }: QueueHost,
): Promise<string | undefined> {
  const overdue =
    functionTimeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          log(
            `Function "${invocation.functionName}" ran longer than functionTimeout (${functionTimeoutMs} ms) allows.`,
          );
          worker.kill();
        }, functionTimeoutMs).unref();
  const failure = await worker.invoke(invocation);
  clearTimeout(overdue);
  return failure;
}
