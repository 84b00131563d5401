import type { RegisteredFunction } from '../worker-message.ts';

/** A function that messages of a queue call. */
export type QueueTrigger = {
  readonly functionName: string;
  /** Name of the trigger's binding, under which its input travels. */
  readonly bindingName: string;
  readonly queueName: string;
  /** The account's connection string; `undefined` where the app settings have none under the trigger's name for it. */
  readonly connectionString: string | undefined;
};

/** The functions that queues call, and of which account. `env` holds the app settings. */
export function listQueueTriggers(
  functions: readonly RegisteredFunction[],
  env: Readonly<Record<string, string | undefined>>,
): QueueTrigger[] {
  return functions.flatMap(({ name, bindings }) =>
    Object.entries(bindings)
      .filter(([, binding]) => String(binding['type']).toLowerCase() === 'queuetrigger')
      .map(([bindingName, { queueName, connection = 'AzureWebJobsStorage' }]) => ({
        functionName: name,
        bindingName,
        queueName: expanded(String(queueName), env),
        connectionString: env[String(connection)] || env[`AzureWebJobs${String(connection)}`] || undefined,
      })),
  );
}

/** A binding may name an app setting: `%QUEUE%`. */
function expanded(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => env[name] ?? whole);
}
