import { setTimeout as wait } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { GatewayError } from '../errors.ts';
import { permit } from '../gateway/permit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { isJsonObject } from '../openai/json-object.ts';
import { formatTraceparent } from '../telemetry/trace-context.ts';
import type { HttpAnswer } from './answers.ts';
import type { CallerRoute } from './endpoint.ts';
import type { CallerExchange } from './exchange.ts';
import { answeredJob } from './answered-job.ts';
import { isDryRun } from './is-dry-run.ts';
import { keptHeaders, keptUrl } from './job-arrival.ts';
import { jobFunctions, type JobFunction } from './job-functions.ts';
import { jobLocation } from './job-location.ts';
import { pendingAnswer } from './job-status.ts';
import { parsePrefer } from './prefer-header.ts';
import { receiveJson } from './read-body.ts';
import { routeOf } from './request-span.ts';
import type { Worker } from './worker.ts';

/**
 * Puts a request off whose caller prefers that (`Prefer: respond-async`): 202 with the address of a job. `undefined` for
 * any other request, where there is no storage for jobs, and for a dry run, which is answered at once.
 *
 * What can be seen to be wrong before any work is refused here: the caller, the body, and, where the route has dry runs,
 * everything that one finds. Throws as the route would, and `jobs_unavailable`.
 *
 * With an `Idempotency-Key`, a request that is sent again finds the job that the first became: who heard no answer, as a
 * Logic App after a 5xx, sends it again, and would have the work done and be charged twice.
 */
export async function acceptJob(
  exchange: CallerExchange,
  context: InvocationContext,
  route: CallerRoute,
  worker: Worker,
): Promise<HttpAnswer | undefined> {
  const { arrival, call, requestId } = exchange;
  const { isAsync, waitSeconds } = parsePrefer(arrival.headers.prefer);
  const { functionName } = context;
  const { jobs } = worker;
  if (jobs === undefined || !isAsync || arrival.method !== 'POST' || isDryRun(arrival.headers)) {
    return undefined;
  }
  permit('jobs', call.caller);
  const does = jobFunctions[functionName];
  if (does === undefined) {
    throw askForNoStream();
  }
  permit(does.operation, call.caller);
  const idempotencyKey = idempotencyKeyOf(arrival.headers['idempotency-key']);
  const { bytes, json } = await receiveJson(arrival, worker.maxBodyBytes);
  if (isJsonObject(json) && json['stream'] === true) {
    throw askForNoStream();
  }
  await rehearse(exchange, bytes, json, route, does, worker);

  const { job, token, isRepeat } = await jobs.accept(
    {
      caller: call.caller.name,
      keyId: call.keyId,
      isByGatewayKey: call.caller.keys.some(({ id }) => id === call.keyId),
      functionName,
      route: routeOf(context),
      url: keptUrl(arrival.url),
      headers: { ...keptHeaders(arrival.headers), ...traceOf(call) },
      requestId,
    },
    bytes,
    { mostOpen: call.caller.maxJobs ?? usualMaxJobs, idempotencyKey },
  );
  const logged = { requestId, caller: job.caller, job: job.id, function: functionName };
  worker.log.info(isRepeat ? 'job-repeated' : 'job-accepted', logged);

  const soon = waitSeconds === 0 ? undefined : await answerWithin(waitSeconds * 1000, job.id, jobs, arrival.gone);
  const location = jobLocation(job.id, token, arrival.headers, worker.publicUrl);
  const answer = soon ?? pendingAnswer(job, 'queued', location, worker.now());
  const applied = { 'preference-applied': 'respond-async', ...(isRepeat ? { 'idempotency-replayed': 'true' } : {}) };
  return { ...answer, headers: { ...answer.headers, ...applied } };
}

function idempotencyKeyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) {
    return undefined;
  }
  if (typeof header !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(header)) {
    throw new GatewayError('invalid_request', 'An Idempotency-Key is 1 to 255 characters of printable ASCII.', {
      param: 'idempotency-key',
    });
  }
  return header;
}

/** The work belongs to the trace in which it was accepted, whether the caller began that or it began here. */
function traceOf({ span }: CallerExchange['call']): Record<string, string> {
  return span === undefined ? {} : { traceparent: formatTraceparent(span.context) };
}

/** A job is asked for again and again, and answered whole. */
function askForNoStream(): GatewayError {
  return new GatewayError('invalid_request', 'What is answered later is answered whole: ask for no stream.', {
    param: 'stream',
  });
}

/** Refuses what a dry run finds wrong with the request. What may be otherwise when the job is executed does not count. */
async function rehearse(
  exchange: CallerExchange,
  bytes: Uint8Array,
  json: unknown,
  route: CallerRoute,
  { hasDryRun }: JobFunction,
  { gateway }: Worker,
): Promise<void> {
  const { arrival, call } = exchange;
  if (!hasDryRun || call.caller.operations?.has('explain') === false) {
    return;
  }
  const headers = { ...arrival.headers, 'x-sluice-dry-run': 'true' };
  const rehearsed = { ...arrival, headers, body: async () => bytes };
  try {
    await route({ ...exchange, arrival: rehearsed, readJson: async () => json }, gateway);
  } catch (error) {
    if (call.gone.aborted) {
      throw new GatewayError('caller_gone', 'The caller hung up.', { cause: error });
    }
    if (!(error instanceof GatewayError) || (error.status < 500 && error.status !== 429)) {
      throw error;
    }
  }
}

/** The answer of a job that is done in time; its caller then has it at once. */
async function answerWithin(
  waitMs: number,
  id: string,
  jobs: Jobs,
  gone: AbortSignal,
): Promise<HttpAnswer | undefined> {
  const rounds = Math.ceil(Math.min(waitMs, longestWaitMs) / roundMs);
  for (let round = 0; round < rounds && !gone.aborted; round += 1) {
    await wait(roundMs);
    // A caller who was told of a failure would send its work again, beside the job that it does not know of.
    const answer = await jobs.answer(id).catch(() => undefined);
    if (answer !== undefined && answer !== 'expired') {
      return answeredJob(answer);
    }
  }
  return undefined;
}

/** How many jobs a caller may have open of whom the gateway file does not say. */
const usualMaxJobs = 1_000;
const roundMs = 500;
/** Logic Apps wait 120 s for an answer, and the job's address must be there by then. */
const longestWaitMs = 100_000;
