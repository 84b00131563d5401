/** Whether a store may do later what it did not do now (`unavailable`), or never will (`refused`). */
export type UsageStoreFault = 'unavailable' | 'refused';

/** The one error of a store of usage records. The message holds no key and no record. */
export class UsageStoreError extends Error {
  override readonly name = 'UsageStoreError';
  readonly fault: UsageStoreFault;

  constructor(fault: UsageStoreFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
