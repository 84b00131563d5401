/**
 * One execution of a job, which may be executed again when its process dies: whatever an execution writes down or is
 * charged stands under the job's id and replaces what an earlier one did. One that is stopped or refused writes under an id
 * beside it.
 */
export type JobRun = {
  /** The job's id, or with a suffix that of one of the calls it is made of: letters, digits, `_`, `.`, `-`. */
  readonly id: string;
  /** Which execution this is, counted from 1. */
  readonly attempt: number;
  /** When the job was accepted, in epoch milliseconds: the time its records bear, however often it is executed. */
  readonly acceptedMs: number;
  /** How long one execution may take, in milliseconds. */
  readonly deadlineMs: number;
  /** Whether a limit's refusal that asks to wait so many milliseconds only puts the job off. */
  readonly isPutOff: (askedMs: number | undefined) => boolean;
};
