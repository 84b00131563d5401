/**
 * The worker process of the embedded host: loads the app named by its one argument and runs its functions, as the
 * Functions Node worker does. It speaks to its host over the channel of `fork`, and ends with it.
 */
import { format } from 'node:util';
import { createAppRegistry } from './core-api.ts';
import { invokeFunction } from './invoke-function.ts';
import { loadApp } from './load-app.ts';
import { isHostMessage, type Invocation, type WorkerMessage } from './worker-message.ts';

const appHookData = {};
const app = createAppRegistry((level, category, message) => {
  if (level === 'error' || level === 'critical') console.error(message);
  else if (level === 'warning') console.warn(message);
  else if (category === 'user' && level !== 'trace' && level !== 'debug') console.log(message);
});

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (!isHostMessage(message)) return;
  if (message.kind === 'invoke') void answer(message.invocation);
  else void terminate();
});
// Ctrl-C, and often SIGTERM, reach the whole process group; when to end is the host's decision.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

try {
  await loadApp(process.argv[2] ?? '.', app.api);
  tell({
    kind: 'ready',
    httpUri: await openHttpServer(),
    functions: [...app.functions.values()].map((f) => f.metadata),
  });
} catch (error) {
  tell({ kind: 'load-failed', message: describe(error) }, () => process.exit(1));
}

async function openHttpServer(): Promise<string> {
  const model = app.model();
  if (model === undefined) throw new Error('The app registers no function.');
  app.lock();
  const { HttpUri } = await model.getCapabilities({});
  if (HttpUri === undefined) {
    throw new Error('The embedded host serves only apps that call app.setup({ enableHttpStream: true }).');
  }
  await app.runHooks('appStart', { hookData: {}, appHookData });
  return HttpUri;
}

async function answer(invocation: Invocation): Promise<void> {
  const { invocationId } = invocation;
  try {
    const hasResult = await invokeFunction(app, invocation, appHookData);
    tell(
      hasResult ? { kind: 'invoked', invocationId } : { kind: 'invoked', invocationId, failure: 'it returned nothing' },
    );
  } catch (error) {
    tell({
      kind: 'invoked',
      invocationId,
      failure: error instanceof Error ? (error.stack ?? error.message) : format(error),
    });
  }
}

async function terminate(): Promise<void> {
  try {
    await app.runHooks('appTerminate', { hookData: {}, appHookData });
  } finally {
    process.exit(0);
  }
}

function tell(message: WorkerMessage, sent?: () => void): void {
  process.send?.(message, undefined, undefined, sent);
}

/** An error the app threw on purpose speaks for itself; one of the language's own needs its stack to be found. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return format(error);
  const isBug = [TypeError, ReferenceError, SyntaxError, RangeError].some((kind) => error instanceof kind);
  return isBug ? (error.stack ?? error.message) : error.message;
}
