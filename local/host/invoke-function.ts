import { inspect } from 'node:util';
import type { AppRegistry, CoreInvocationContext } from './core-api.ts';
import type { Invocation } from './worker-message.ts';

/**
 * Runs one invocation in the worker: hooks, arguments, the handler, its result. Rejects with what the handler threw.
 * An HTTP answer leaves through the library's own server meanwhile; `false` says that an HTTP handler returned nothing,
 * for which the library sends no answer at all.
 */
export async function invokeFunction(app: AppRegistry, invocation: Invocation, appHookData: object): Promise<boolean> {
  const registered = app.functions.get(invocation.functionName);
  const model = app.model();
  if (registered === undefined || model === undefined) {
    throw new Error(`Function "${invocation.functionName}" is not loaded.`);
  }
  const core: CoreInvocationContext = {
    invocationId: invocation.invocationId,
    metadata: registered.metadata,
    request: {
      invocationId: invocation.invocationId,
      triggerMetadata: invocation.triggerMetadata,
      inputData: invocation.inputs,
      traceContext: { traceParent: invocation.traceParent, traceState: invocation.traceState },
    },
    log: app.api.log,
  };

  const run = await model.getInvocationModel(core);
  const { context, inputs } = await run.getArguments();
  const hookData = {};

  const before = { hookData, appHookData, invocationContext: context, functionCallback: registered.callback, inputs };
  core.state = 'preInvocationHooks';
  await app.runHooks('preInvocation', before);

  const after = { hookData, appHookData, invocationContext: context, inputs: before.inputs, ...nothingYet() };
  core.state = 'invocation';
  try {
    after.result = await run.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = 'postInvocationHooks';
  await app.runHooks('postInvocation', after);
  core.state = undefined;

  if (after.error !== null && after.error !== undefined) throw toError(after.error);
  await run.getResponse(context, after.result);
  const isHttp = Object.values(registered.metadata.bindings).some((binding) => binding['type'] === 'httpTrigger');
  return !isHttp || (after.result !== null && after.result !== undefined);
}

/** What a post-invocation hook may look at and replace. */
function nothingYet(): { result: unknown; error: unknown } {
  return { result: null, error: null };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`not an error was thrown: ${inspect(thrown)}`);
}
