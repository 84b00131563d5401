import { app } from '@azure/functions';
import { jobIdOf } from '../shared/jobs/job-queue.ts';
import { attributes, events } from '../shared/telemetry/names.ts';
import { worker } from './app.ts';

const { jobs } = worker;

/** Answers a job whose message the host has given up, so that nobody asks for it in vain. */
export async function giveUpJob(message: unknown): Promise<void> {
  const id = jobIdOf(message);
  if (id !== undefined) {
    worker.log.error('job-given-up', { job: id });
    worker.tracing?.announce(events.jobGivenUp, { [attributes.jobId]: id });
    await jobs?.giveUp(id);
  }
}

if (jobs !== undefined) {
  app.storageQueue('give-up-job', {
    queueName: `${jobs.queueName}-poison`,
    connection: 'AzureWebJobsStorage',
    handler: giveUpJob,
  });
}
