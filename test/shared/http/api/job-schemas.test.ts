import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { deletedJobSchema, jobSchema, pendingJobSchema } from '../../../../shared/http/api/job-schemas.ts';
import { jobBody, type JobStatus } from '../../../../shared/http/job-status.ts';

describe('jobSchema', () => {
  it('takes a job however it stands', () => {
    const statuses: JobStatus[] = ['queued', 'running', 'completed', 'failed', 'cancelled'];
    for (const status of statuses) {
      expect(jobSchema.parse(jobBody({ id: 'job_1', acceptedMs: 1_700_000_000_999 }, status)).status).toBe(status);
    }
    expectTypeOf<z.output<typeof jobSchema>['status']>().toEqualTypeOf<JobStatus>();
  });
});

describe('pendingJobSchema', () => {
  it('takes no job that is done', () => {
    const job = { ...jobBody({ id: 'job_1', acceptedMs: 0 }, 'completed'), location: 'https://app/v1/jobs/job_1' };
    expect(pendingJobSchema.safeParse(job).success).toBe(false);
    expect(pendingJobSchema.safeParse({ ...job, status: 'queued' }).success).toBe(true);
  });
});

describe('deletedJobSchema', () => {
  it('takes nothing that is still there', () => {
    expect(deletedJobSchema.safeParse({ id: 'job_1', object: 'job', deleted: false }).success).toBe(false);
  });
});
