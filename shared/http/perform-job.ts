import { InvocationContext } from '@azure/functions';
import type { JobRun } from '../gateway/job-run.ts';
import type { JobExecution, PerformJob } from '../jobs/execute-job.ts';
import type { JobAnswer } from '../jobs/job-answer.ts';
import type { Job } from '../jobs/job.ts';
import { GatewayError } from '../errors.ts';
import { errorAnswer, type HttpAnswer } from './answers.ts';
import { endpoint, type CallerRoute } from './endpoint.ts';
import { jobArrival } from './job-arrival.ts';
import type { Worker } from './worker.ts';

/** The routes that can be asked to answer later, by the names of their functions. */
export type JobRoutes = { readonly [functionName: string]: CallerRoute };

/**
 * Does a job's work: by the route that its request came to, in the name of the caller who sent it, as if it had just
 * come. So its answer is, to the byte, what the request would have been answered.
 */
export function performingJobs(routes: JobRoutes, worker: Worker, deadlineMs: number): PerformJob {
  return async (execution) => {
    const { job, body, attempt, gone } = execution;
    const logged = { requestId: job.requestId, caller: job.caller, job: job.id, attempt };
    // By which it is seen that anybody takes from the queue, however long the work lasts.
    worker.log.info('job-begun', logged);
    const arrival = jobArrival(job, body, gone);
    const answered = await answerJob(routes[job.functionName], execution, arrival, worker, deadlineMs);
    const bytes = await bytesOf(answered.body);
    const { status, headers, body: answer } = arrival.isCut() ? cutAnswer(job.requestId) : { ...answered, body: bytes };
    const outcome = status < 400 ? 'completed' : 'failed';
    worker.log.info('job-executed', { ...logged, status, outcome: gone.aborted ? 'unwanted' : outcome });
    return { status, headers, body: await bytesOf(answer), outcome, finishedMs: worker.now() } satisfies JobAnswer;
  };
}

async function answerJob(
  route: CallerRoute | undefined,
  { job, attempt, isPutOff }: JobExecution,
  arrival: ReturnType<typeof jobArrival>,
  worker: Worker,
  deadlineMs: number,
): Promise<HttpAnswer> {
  const { gateway } = worker;
  const run: JobRun = { id: job.id, attempt, acceptedMs: job.acceptedMs, deadlineMs, isPutOff };
  const alone: Worker = {
    ...worker,
    jobs: undefined,
    executedJob: run,
    arrivals: { ...worker.arrivals, take: () => arrival },
    gateway: { ...gateway, authorise: () => gateway.recall(job) },
  };
  const handler = endpoint((exchange) => {
    if (route === undefined) {
      throw new GatewayError('route_not_found', 'The route that the request came to is not served any more.');
    }
    return route({ ...exchange, call: { ...exchange.call, job: run } }, gateway);
  }, alone);
  return handler(undefined, contextOf(job));
}

/** The context that the request would have now: its span is named for its route. */
function contextOf({ id, functionName, route }: Job): InvocationContext {
  const trigger = { type: 'httpTrigger', name: 'request', route };
  return new InvocationContext({
    invocationId: id,
    functionName,
    options: { trigger, extraInputs: [], extraOutputs: [] },
  });
}

function cutAnswer(requestId: string): HttpAnswer {
  const answer = errorAnswer(new GatewayError('upstream_malformed', 'The answer broke off before it was whole.'));
  return { ...answer, headers: { ...answer.headers, 'x-request-id': requestId } };
}

async function bytesOf(body: HttpAnswer['body']): Promise<Uint8Array> {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : Buffer.concat(await Array.fromAsync(body));
}
