import { Ajv } from 'ajv';
import type { Workflow, WorkflowAction } from './workflow-definition.ts';
import { evaluate, type WorkflowFunctions } from './workflow-expression.ts';

type Outputs = { readonly statusCode?: number; readonly headers?: object; readonly body: unknown };
type Outcome = { readonly status: 'Succeeded' | 'Failed' | 'Skipped'; readonly outputs?: Outputs };

type SentRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly status: number;
};

/** How a workflow ended: what became of each action, what was answered, and what went over the wire. */
export type WorkflowRun = {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly response: Outputs | undefined;
  readonly requests: readonly SentRequest[];
};

/** What a run is given: the trigger's body, values of parameters, and the headers that stand for its sign-in. */
export type WorkflowInputs = {
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, string>>;
  /** The name of the run, as Logic Apps give each one of its own. */
  readonly runName?: string;
  /** For actions that sign in with a managed identity. */
  readonly identityHeaders?: Readonly<Record<string, string>>;
  /** For the Azure Functions action: where the function app is, and its key. */
  readonly functionApp?: { readonly url: string; readonly key: string };
  /** The longest wait between two looks at long work, in milliseconds: shorter than a real one for tests. */
  readonly longestPollMs?: number;
};

/**
 * Runs a workflow as Logic Apps would, as far as those of this repository go: actions after what they run after, HTTP with
 * the asynchronous pattern (202, `Location` and `Retry-After`, polled without the headers of the first request).
 */
export async function runWorkflow(workflow: Workflow, inputs: WorkflowInputs): Promise<WorkflowRun> {
  const outcomes = new Map<string, Outcome>();
  const requests: SentRequest[] = [];
  let response: Outputs | undefined;
  const functions: WorkflowFunctions = {
    parameters: (name) => inputs.parameters[name] ?? workflow.parameters[name]?.defaultValue,
    triggerBody: () => inputs.body,
    workflow: () => ({ run: { name: inputs.runName ?? '08584341871325690387224570913CU10' } }),
    body: (name) => outcomes.get(name)?.outputs?.body,
    outputs: (name) => outcomes.get(name)?.outputs,
  };

  async function send(url: string, init: RequestInit): Promise<Outcome> {
    let answer = await fetch(url, init);
    requests.push({ method: init.method ?? 'GET', url, headers: new Headers(init.headers), status: answer.status });
    while (answer.status === 202) {
      const location = answer.headers.get('location') ?? '';
      const waitMs = Number(answer.headers.get('retry-after') ?? 20) * 1_000;
      await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, inputs.longestPollMs ?? waitMs)));
      answer = await fetch(location);
      requests.push({ method: 'GET', url: location, headers: new Headers(), status: answer.status });
    }
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const headers = Object.fromEntries(answer.headers);
    const outputs = { statusCode: answer.status, headers, body: isJson ? JSON.parse(text) : text };
    return { status: answer.ok ? 'Succeeded' : 'Failed', outputs };
  }

  async function run(action: WorkflowAction): Promise<Outcome> {
    switch (action.type) {
      case 'Http': {
        const { method, uri, headers = {}, body, authentication } = action.inputs;
        const signIn = authentication === undefined ? {} : inputs.identityHeaders;
        return send(String(evaluate(uri, functions)), {
          method,
          headers: { ...Object(evaluate(headers, functions)), ...signIn },
          body: JSON.stringify(evaluate(body, functions)),
        });
      }
      case 'Function': {
        const { url = '', key = '' } = inputs.functionApp ?? {};
        return send(`${url}/${action.inputs.function.id.split('/').at(-1)}`, {
          method: action.inputs.method,
          headers: { 'content-type': 'application/json', 'x-functions-key': key },
          body: JSON.stringify(evaluate(action.inputs.body, functions)),
        });
      }
      case 'ParseJson': {
        const body = evaluate(action.inputs.content, functions);
        const isValid = new Ajv({ strict: false }).validate(action.inputs.schema, body);
        return { status: isValid ? 'Succeeded' : 'Failed', outputs: { body } };
      }
      case 'Response': {
        const { statusCode, headers = {}, body } = action.inputs;
        response = { statusCode, headers: Object(evaluate(headers, functions)), body: evaluate(body, functions) };
        return { status: 'Succeeded', outputs: response };
      }
      case 'Compose':
        return { status: 'Succeeded', outputs: { body: evaluate(action.inputs, functions) } };
      case 'If': {
        const holds = action.expression.and.every(({ equals: [left, right] }) => evaluate(left, functions) === right);
        await runAll(holds ? action.actions : action.else.actions);
        return { status: 'Succeeded' };
      }
    }
  }

  async function runAll(actions: Workflow['actions']): Promise<void> {
    const left = new Map(Object.entries(actions));
    for (let ready = nextOf(left); ready !== undefined; ready = nextOf(left)) {
      const [name, action] = ready;
      left.delete(name);
      const isMet = Object.entries(action.runAfter).every(([before, statuses]) =>
        statuses.some((status) => status === outcomes.get(before)?.status),
      );
      outcomes.set(name, isMet ? await run(action) : { status: 'Skipped' });
    }
  }

  function nextOf(left: ReadonlyMap<string, WorkflowAction>) {
    return [...left].find(([, { runAfter }]) => Object.keys(runAfter).every((before) => outcomes.has(before)));
  }

  await runAll(workflow.actions);
  return { outcomes, response, requests };
}
