import * as z from 'zod';
import type { ErrorCode } from '../../errors.ts';
import type { ApiOperation, ApiParameter } from './api-operation.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import { deletedJobSchema, jobExample, jobSchema } from './job-schemas.ts';
import { pendingAnswer } from './long-work.ts';
import { servedHeaders } from './served-headers.ts';

const tag = 'Jobs';
// Its address alone opens a job: a workflow asks there without the key that it sent the call with.
const access = 'job-token';

const parameters: readonly ApiParameter[] = [
  { name: 'id', in: 'path', schema: z.string(), isRequired: true, description: "The job's id." },
];

const failures: readonly ErrorCode[] = ['job_not_found', 'jobs_unavailable'];

/** Work that was put off by `prefer: respond-async`. */
export const jobOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'getJob',
    functionName: 'job',
    method: 'get',
    path: '/v1/jobs/{id}',
    tag,
    access,
    summary: 'Get the answer of a job',
    description:
      'How work that was put off stands: 202 until it is done, then the answer of the call itself, with its status and ' +
      'its headers.',
    parameters,
    answers: {
      '200': {
        description: 'What the call would have been answered.',
        contents: { 'application/json': z.unknown(), 'application/x-ndjson': z.unknown() },
        headers: servedHeaders,
      },
      '202': pendingAnswer,
    },
    failures: [
      ...modelFailures,
      ...failures,
      'invalid_json',
      'unsupported_api_version',
      'route_not_found',
      'job_cancelled',
      'job_failed',
    ],
  }),
  describeOperation({
    id: 'cancelJob',
    functionName: 'job-cancel',
    method: 'post',
    path: '/v1/jobs/{id}/cancel',
    tag,
    access,
    summary: 'Cancel a job',
    description: 'Ends work that was put off, if it is not done, and says how it stands then.',
    parameters,
    answers: {
      '200': {
        description: 'How it stands.',
        contents: { 'application/json': jobSchema },
        examples: { cancelled: jobExample },
      },
    },
    failures,
  }),
  describeOperation({
    id: 'deleteJob',
    functionName: 'job-delete',
    method: 'delete',
    path: '/v1/jobs/{id}',
    tag,
    access,
    summary: 'Delete a job',
    description: 'Ends work that was put off, if it is not done; what is done is removed with its answer.',
    parameters,
    answers: {
      '200': {
        description: 'How it stands, or that it is no more.',
        contents: { 'application/json': z.union([jobSchema, deletedJobSchema]) },
        examples: { deleted: { id: jobExample.id, object: 'job', deleted: true }, cancelled: jobExample },
      },
    },
    failures,
  }),
];
