import type { Jobs } from '../jobs/jobs.ts';
import { attributes } from '../telemetry/names.ts';
import type { WatchDependency } from '../telemetry/watch-dependency.ts';

/**
 * Jobs whose storage is asked in spans, named for what is asked of it and never for whose job. An execution is two: `take`
 * until its work begins, which lasts while another process has the job, and `finish` from its end. The work between has
 * spans of its own. Renewals of a lease have none, nor have looks at a job: whoever polls one every few seconds would fill
 * the traces with nothing else.
 */
export function watchedJobs(jobs: Jobs, watch: WatchDependency): Jobs {
  const asked = <Result>(operation: string, ask: () => Promise<Result>): Promise<Result> =>
    watch(`job ${operation}`, { [attributes.dbSystem]: 'azure-storage', [attributes.dbOperation]: operation }, ask);

  function begin(operation: 'take' | 'finish') {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Its failure is the execution's, whose caller is told.
    const ended = asked(operation, () => promise).catch(() => {});
    const end = (): Promise<void> => {
      resolve();
      return ended;
    };
    return { end, fail: reject };
  }

  return {
    ...jobs,
    accept: (...given) => asked('accept', () => jobs.accept(...given)),
    cancel: (job) => asked('cancel', () => jobs.cancel(job)),
    remove: (id) => asked('remove', () => jobs.remove(id)),
    giveUp: (id) => asked('give-up', () => jobs.giveUp(id)),
    async execute(id, perform) {
      let storing = begin('take');
      try {
        const became = await jobs.execute(id, async (execution) => {
          await storing.end();
          try {
            return await perform(execution);
          } finally {
            storing = begin('finish');
          }
        });
        await storing.end();
        return became;
      } catch (error) {
        storing.fail(error);
        throw error;
      }
    },
  };
}
