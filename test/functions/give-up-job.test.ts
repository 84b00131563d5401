import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGatewayFixture, type GatewayFixture } from '../setup/gateway-fixture.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { watchQueueFunctions, watchSetup, type QueueFunction } from '../setup/function-app.ts';
import { jobOf } from '../setup/job.ts';

let azurite: Azurite;
let fixture: GatewayFixture;
let functions: QueueFunction[];
const written: string[] = [];
beforeAll(async () => {
  [azurite, fixture] = [await startAzurite('all'), await startGatewayFixture()];
  const env = { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory', SLUICE_JOB_QUEUE: 'work' };
  Object.assign(process.env, fixture.env, env);
  watchSetup();
  functions = watchQueueFunctions();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  await import('../../functions/give-up-job.ts');
});
afterAll(async () => {
  vi.restoreAllMocks();
  await fixture.stop();
  await azurite.close();
});

describe('the function give-up-job', () => {
  it('is called by the poison queue', () => {
    expect(functions).toMatchObject([
      { name: 'give-up-job', queueName: 'work-poison', connection: 'AzureWebJobsStorage' },
    ]);
  });

  it('answers the job as failed, and says so where somebody watches', async () => {
    const { worker } = await import('../../functions/app.ts');
    const jobs = worker.jobs ?? expect.unreachable('There are no jobs.');
    const { job } = await jobs.accept(jobOf(), Buffer.from('{}'), { mostOpen: 9 });
    const announced: unknown[] = [];
    Object.assign(worker, { tracing: { announce: (...event: unknown[]) => announced.push(event) } });
    await functions[0]?.run(job.id);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 500, outcome: 'failed' });
    expect(written.join('')).toContain(`"event":"job-given-up","job":"${job.id}"`);
    expect(announced).toEqual([['sluice.job_given_up', { 'sluice.job.id': job.id }]]);
  });

  it('leaves what is no job', async () => {
    await functions[0]?.run('something');
    expect(written.filter((line) => line.includes('job-given-up'))).toHaveLength(1);
  });
});
