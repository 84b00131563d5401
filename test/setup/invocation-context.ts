import { InvocationContext } from '@azure/functions';

/** The context of an invocation of a function named `model`, as the host gives it. */
export function invocationContext(traceParent?: string, trigger: object = { route: 'v1/models/{model}' }) {
  return new InvocationContext({
    functionName: 'model',
    ...(traceParent === undefined ? {} : { traceContext: { traceParent } }),
    options: { trigger: { type: 'httpTrigger', name: 'request', ...trigger }, extraInputs: [], extraOutputs: [] },
  });
}
