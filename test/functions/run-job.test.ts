import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobFunctions } from '../../shared/http/job-functions.ts';
import type { Worker } from '../../shared/http/worker.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { startFunctionApp, watchQueueFunctions, type FunctionApp, type QueueFunction } from '../setup/function-app.ts';
import { filesIn, textOf } from '../setup/repository-text.ts';

let azurite: Azurite;
let app: FunctionApp;
let worker: Worker;
let routes: object;
let functions: QueueFunction[];
beforeAll(async () => {
  azurite = await startAzurite('all');
  functions = watchQueueFunctions();
  const env = { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory' };
  app = await startFunctionApp(
    async () => {
      routes = (await import('../../functions/run-job.ts')).jobRoutes;
    },
    { env, retry: { maxAttempts: 1 } },
  );
  ({ worker } = await import('../../functions/app.ts'));
});
afterAll(async () => {
  await app.stop();
  await azurite.close();
});

const theFunction = () => functions[0] ?? expect.unreachable('Nothing is registered.');

describe('the function run-job', () => {
  it('is called by the queue of jobs, in the account of the host', () => {
    expect(functions).toMatchObject([{ name: 'run-job', queueName: 'sluice-jobs', connection: 'AzureWebJobsStorage' }]);
  });

  it('does the work of every function that can be asked to put it off, and of no other', () => {
    expect(Object.keys(routes).toSorted()).toEqual(Object.keys(jobFunctions).toSorted());
  });

  it('knows every route that a caller can ask to answer later', () => {
    const byPost = filesIn('functions')
      .map((path) => textOf(path) ?? '')
      .filter((source) => /methods: \[[^\]]*'POST'/.test(source) && /handler: (functionKeyE|e)ndpoint\(/.test(source))
      .flatMap((source) => /app\.http\('([\w-]+)'/.exec(source)?.[1] ?? []);
    // That one is answered by a stream or not at all.
    expect(Object.keys(routes).toSorted()).toEqual(byPost.filter((name) => name !== 'ai-stream').toSorted());
    expect(byPost).toContain('ai-stream');
  });

  async function acceptedJob() {
    const jobs = worker.jobs ?? expect.unreachable('There are no jobs.');
    const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Why?' }] });
    const { caller, keyId } = await worker.gateway.authorise({ key: app.key });
    const request = {
      caller: caller.name,
      keyId,
      isByGatewayKey: true,
      functionName: 'chat-completions',
      url: '/v1/chat/completions',
      headers: {},
      requestId: 'request-1',
    };
    const { job } = await jobs.accept(request, Buffer.from(body), { mostOpen: 9 });
    return { job, jobs };
  }

  it('does the work of the job that it is told', async () => {
    const { job, jobs } = await acceptedJob();
    await theFunction().run(job.id);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 200, outcome: 'completed' });
  });

  it('puts a job off whose deployments are over their limits', async () => {
    const { job, jobs } = await acceptedJob();
    app.simulator.inject({ fault: { kind: 'status', status: 429, body: 'throttled-old' } });
    await theFunction().run(job.id);
    app.simulator.clearFaults();
    expect(await jobs.answer(job.id)).toBeUndefined();
    expect(await jobs.find(job.id)).toMatchObject({ isRunning: false, attempts: 1, putOffs: 1 });
  });

  it('drops what is no job', async () => {
    const before = app.simulator.counts().calls;
    await theFunction().run({ hello: 'there' });
    await theFunction().run('job_01a1fd123965-523bb38a57-a698f69c62');
    expect(app.simulator.counts().calls).toBe(before);
  });
});
