import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaNode, schemaNodeSchema, type SchemaNode } from '../../local/connector/schema-node.ts';
import { apiOperations } from '../../shared/http/api/api-operations.ts';
import { idempotencyKeyParameter } from '../../shared/http/api/long-work.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { runWorkflow } from '../setup/run-workflow.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { functionConnections, readStandardWorkflow } from '../setup/standard-workflow.ts';
import { actionsOf, readWorkflow } from '../setup/workflow-definition.ts';
import { expressionsIn } from '../setup/workflow-expression.ts';

const workflows = ['http-actions', 'functions-action'].map((name) => [name, readWorkflow(name)] as const);
type Workflow = (typeof workflows)[number][1];

type AppCall = { readonly name: string; readonly method: string; readonly path: string; readonly body: unknown };

/** What each call of the app in a workflow asks for. */
function callsIn(workflow: Workflow): AppCall[] {
  return actionsOf(workflow.actions).flatMap(([name, action]): AppCall[] => {
    switch (action.type) {
      case 'Http': {
        const { method, uri, body } = action.inputs;
        return [{ name, method, path: uri.replace("@{parameters('gateway')}", ''), body }];
      }
      case 'Function':
        return [
          { name, method: 'POST', path: `/${action.inputs.function.id.split('/').at(-1)}`, body: action.inputs.body },
        ];
      default:
        return [];
    }
  });
}

const operationOf = ({ method, path }: { method: string; path: string }) =>
  apiOperations.find((operation) => operation.method.toUpperCase() === method && operation.path === path);

/** Whether an answer by this schema can have that member: an object's own, an entry of a list, any branch's. */
function hasPath(schema: SchemaNode, path: readonly (string | number)[]): boolean {
  const [member, ...rest] = path;
  const branches = schema.anyOf ?? schema.oneOf;
  if (member === undefined) return true;
  if (branches !== undefined) return branches.some((branch) => hasPath(branch, path));
  const next = typeof member === 'number' ? schema.items : schema.properties?.[member];
  return next !== undefined && hasPath(next, rest);
}

describe.each(workflows)('the workflow %s', (_name, workflow) => {
  const named = new Map(actionsOf(workflow.actions));

  it('calls operations that the app has, with bodies that they take', () => {
    for (const call of callsIn(workflow)) {
      const operation = operationOf(call) ?? expect.unreachable(`${call.method} ${call.path} is not served.`);
      expect(operation.request?.schema.safeParse(call.body).error).toBeUndefined();
    }
  });

  it('runs each action after others of its own level', () => {
    for (const level of [
      workflow.actions,
      ...[...named.values()].flatMap((action) => (action.type === 'If' ? [action.actions, action.else.actions] : [])),
    ]) {
      const after = Object.values(level).flatMap((action) => Object.keys(action.runAfter));
      expect(after.filter((before) => !Object.hasOwn(level, before))).toEqual([]);
    }
  });

  it('names in its expressions only parameters, actions and members that are there', () => {
    const [trigger] = Object.values(workflow.triggers);
    for (const { name, argument, path } of expressionsIn(workflow.actions)) {
      const action = named.get(argument);
      const call = callsIn(workflow).find((each) => each.name === argument);
      if (name === 'parameters') {
        expect(Object.keys(workflow.parameters)).toContain(argument);
      } else if (name === 'workflow') {
        expect(path).toEqual(['run', 'name']);
      } else if (name === 'triggerBody') {
        expect(hasPath(schemaNodeSchema.parse(trigger?.inputs.schema), path)).toBe(true);
      } else if (name === 'body' && action?.type === 'ParseJson') {
        expect([argument, path, hasPath(schemaNodeSchema.parse(action.inputs.schema), path)]).toEqual([
          argument,
          path,
          true,
        ]);
      } else if (name === 'body') {
        const answers = operationOf(call ?? expect.unreachable(`${argument} is no call.`))?.answers ?? {};
        const schemas = Object.values(answers).flatMap(({ contents }) => contents['application/json'] ?? []);
        const isThere = schemas.some((schema) => hasPath(schemaNode(schema, 'output'), path));
        expect([argument, path, isThere]).toEqual([argument, path, true]);
      } else {
        expect([name, call?.name]).toEqual(['outputs', argument]);
      }
    }
  });

  it('gives each call that is put off a name of its run and action, by which it finds its job when it is sent again', () => {
    const keys = [...named].flatMap(([name, action]) =>
      action.type === 'Http' && action.inputs.headers?.['prefer'] !== undefined
        ? [[name, action.inputs.headers['idempotency-key']]]
        : [],
    );
    expect(keys).toEqual(keys.map(([name]) => [name, `@{workflow()['run']['name']}-${name}`]));
  });

  it('keeps what is asked and answered out of the history of its runs', () => {
    for (const { name } of callsIn(workflow)) {
      expect(named.get(name)?.runtimeConfiguration?.secureData.properties).toEqual(['inputs', 'outputs']);
    }
  });
});

describe('the project for Standard workflows', () => {
  it.each(['http-actions', 'functions-action'])(
    'says of %s the same, with parameters and connections where Standard workflows have them',
    (name) => {
      expect(readStandardWorkflow(name)).toEqual(readWorkflow(name));
    },
  );

  it('calls each function where the app serves it', () => {
    for (const {
      function: { id },
      triggerUrl,
    } of Object.values(functionConnections)) {
      const { pathname } = new URL(triggerUrl);
      expect(pathname).toBe(`/${id.split('/').at(-1)}`);
      expect(operationOf({ method: 'POST', path: pathname })?.access).toBe('function-key');
    }
  });
});

describe('run against the app', () => {
  const functionKey = 'k'.repeat(40);
  let azurite: Azurite;
  let app: RunningApp;
  beforeAll(async () => {
    azurite = await startAzurite('all');
    app = await startApp({
      env: { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory' },
      caller: { budgets: [{ per: 'day', tokens: 4_000 }] },
      members: { functionKeyCaller: 'tests' },
      host: { enableAuth: true, keys: { default: functionKey } },
    });
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await azurite.close();
  });

  const document = 'The sky is blue because air scatters blue light most. '.repeat(20);
  const http = (question: string, runName?: string) =>
    runWorkflow(readWorkflow('http-actions'), {
      body: { question, document },
      ...(runName === undefined ? {} : { runName }),
      parameters: { gateway: app.url },
      identityHeaders: { authorization: `Bearer ${app.key}` },
      longestPollMs: 200,
    });

  it('answers the question, and then has the document summarised', async () => {
    const { response, outcomes, requests } = await http('Why is the sky blue?');
    expect(response).toMatchObject({
      statusCode: 200,
      body: { answer: expect.any(String), tokens: expect.any(Number) },
    });
    expect(outcomes.get('Keep_the_summary')).toEqual({
      status: 'Succeeded',
      outputs: { body: expect.stringMatching(/./) },
    });
    expect(outcomes.get('Is_the_budget_spent')).toEqual({ status: 'Skipped' });
    const [asked, accepted, ...polls] = requests;
    expect([asked?.status, accepted?.status, polls.at(-1)?.status]).toEqual([200, 202, 200]);
    expect(polls.every(({ url }) => url.startsWith(`${app.url}/v1/jobs/`))).toBe(true);
    const key = accepted?.headers.get('idempotency-key');
    expect(key).toBe('08584341871325690387224570913CU10-Summarise_the_document');
    expect(idempotencyKeyParameter.schema.safeParse(key).success).toBe(true);
    expect(asked?.headers.has('idempotency-key')).toBe(false);
  });

  it('finds the job again when it sends the same again, and makes another in another run', async () => {
    const jobOf = async (runName: string) => (await http('Why?', runName)).requests.at(-1)?.url;
    const [first, again, other] = [await jobOf('run-1'), await jobOf('run-1'), await jobOf('run-2')];
    expect(first).toContain('/v1/jobs/');
    expect([again === first, other === first]).toEqual([true, false]);
  });

  it('answers by the Azure Functions action, for the caller that function keys stand for', async () => {
    const functionApp = { url: app.url, key: functionKey };
    const inputs = { body: { question: 'Why is the sky blue?' }, parameters: {} };
    const served = await runWorkflow(readWorkflow('functions-action'), { ...inputs, functionApp });
    expect(served.response).toMatchObject({ statusCode: 200, body: { answer: expect.any(String) } });

    const refused = await runWorkflow(readWorkflow('functions-action'), {
      ...inputs,
      functionApp: { ...functionApp, key: 'wrong' },
    });
    expect([refused.requests, refused.response?.statusCode]).toMatchObject([[{ status: 401 }], 502]);
  });

  it('says that the budget is spent, and begins nothing more', async () => {
    const { response, requests, outcomes } = await http('x '.repeat(3_500));
    expect(response).toMatchObject({ statusCode: 429, body: { reason: 'The budget is spent.' } });
    expect(Number(new Map(Object.entries(response?.headers ?? {})).get('retry-after'))).toBeGreaterThan(0);
    expect(requests.map(({ status }) => status)).toEqual([429]);
    expect(outcomes.get('Summarise_the_document')).toEqual({ status: 'Skipped' });
  });
});
