import * as z from 'zod';

const job = {
  id: z.string(),
  object: z.literal('job'),
  created_at: z.int().min(0).describe('When it was accepted, in epoch seconds.'),
};

/** A job that is not done. */
export const pendingJobSchema = z
  .object({
    ...job,
    status: z.enum(['queued', 'running']),
    location: z.string().describe('Where its answer will be, as the header of that name says.'),
  })
  .describe('A job that is not done.');

/** How a job stands. */
export const jobSchema = z
  .object({ ...job, status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']) })
  .describe('How a job stands.');

/** A job that is no more. */
export const deletedJobSchema = z
  .object({ id: z.string(), object: z.literal('job'), deleted: z.literal(true) })
  .describe('A job that is no more.');

const own = { id: 'job_01a1fd123965-523bb38a57-a698f69c62', object: 'job', created_at: 1_796_083_200 } as const;

/** Such a job, before it is begun. */
export const pendingJobExample = {
  ...own,
  status: 'queued',
  location: `https://my-sluice.azurewebsites.net/v1/jobs/${own.id}?token=43-characters-that-open-this-job-and-no-other`,
} satisfies z.input<typeof pendingJobSchema>;

/** Such a job, ended before it was done. */
export const jobExample = { ...own, status: 'cancelled' } satisfies z.input<typeof jobSchema>;
