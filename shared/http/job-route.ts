import { GatewayError } from '../errors.ts';
import type { JobAnswer } from '../jobs/job-answer.ts';
import type { FoundJob } from '../jobs/job-blobs.ts';
import { isTokenOf } from '../jobs/job-token.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { answeredJob } from './answered-job.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { jobLocation } from './job-location.ts';
import { jobBody, pendingAnswer } from './job-status.ts';
import { presentedKey } from './presented-key.ts';
import type { Worker } from './worker.ts';

/**
 * How the job of the path stands: 202 until it is done, then the answer of the call itself. Throws `job_not_found` for
 * whoever may not know of it, `invalid_api_key` for who brings neither key nor token.
 */
export async function answerJob(exchange: Exchange, worker: Worker): Promise<HttpAnswer> {
  const { found, jobs, token } = await openJob(exchange, worker);
  const { job, isRunning, queuedMs } = found;
  const answer = await answerOf(job.id, jobs);
  if (answer !== undefined) {
    const answered = answeredJob(answer);
    // The call was a POST, which nobody keeps; this is a GET, which a proxy on the way might, and give to others.
    return { ...answered, headers: { ...answered.headers, 'cache-control': 'no-store' } };
  }
  await jobs.revive(found);
  const location = jobLocation(job.id, token, exchange.arrival.headers, worker.publicUrl);
  return pendingAnswer(job, isRunning ? 'running' : 'queued', location, worker.now(), queuedMs);
}

/** Ends the job of the path if it is not done, and says how it stands then. */
export async function cancelJob(exchange: Exchange, worker: Worker): Promise<HttpAnswer> {
  const { found, jobs } = await openJob(exchange, worker);
  const { job } = found;
  const isCancelled = (await answerOf(job.id, jobs)) === undefined && (await jobs.cancel(job));
  if (isCancelled) {
    worker.log.info('job-cancelled', { requestId: job.requestId, caller: job.caller, job: job.id });
    return jsonAnswer(jobBody(job, 'cancelled'));
  }
  const answer = await answerOf(job.id, jobs);
  return jsonAnswer(jobBody(job, answer?.outcome ?? 'cancelled'));
}

/** Ends the job of the path if it is not done; one that is done is removed with its answer. */
export async function deleteJob(exchange: Exchange, worker: Worker): Promise<HttpAnswer> {
  const { found, jobs } = await openJob(exchange, worker);
  const { job } = found;
  if ((await answerOf(job.id, jobs)) === undefined) {
    return cancelJob(exchange, worker);
  }
  await jobs.remove(job.id);
  return jsonAnswer({ id: job.id, object: 'job', deleted: true });
}

/** The job of the path, for whom it opens: who has its token, or the caller whose it is. Others cannot tell that it exists. */
async function openJob(
  { path, query, arrival }: Exchange,
  { jobs, gateway }: Worker,
): Promise<{ readonly found: FoundJob; readonly jobs: Jobs; readonly token: string | undefined }> {
  const token = query.get('token') ?? undefined;
  const key = presentedKey(arrival.headers);
  const principal = arrival.headers['x-ms-client-principal'];
  const caller =
    token === undefined
      ? (await gateway.authorise({ key, principal: typeof principal === 'string' ? principal : undefined })).caller
      : undefined;
  const found = await jobs?.find(path[2] ?? '');
  const isTheirs =
    found !== undefined &&
    (token === undefined ? found.job.caller === caller?.name : isTokenOf(token, found.job.tokenSha256));
  if (jobs === undefined || !isTheirs) {
    throw unknown();
  }
  return { found, jobs, token };
}

/** The answer of a job; `undefined` while it has none. Throws `job_not_found` when its time is over. */
async function answerOf(id: string, jobs: Jobs): Promise<JobAnswer | undefined> {
  const answer = await jobs.answer(id);
  if (answer === 'expired') {
    throw unknown();
  }
  return answer;
}

function unknown(): GatewayError {
  return new GatewayError('job_not_found', 'There is no such job for you here, or its time is over.');
}
