import { createGateway, type Gateway } from '../../shared/gateway/gateway.ts';
import type { Arrivals } from '../../shared/http/arrivals.ts';
import type { Worker } from '../../shared/http/worker.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from './gateway-parts.ts';
import { memoryJobs, type MemoryJobs } from './memory-jobs.ts';

/** A worker that takes jobs, over a simulator. */
export type JobWorker = GatewayParts & {
  readonly gateway: Gateway;
  readonly jobs: MemoryJobs;
  worker(arrivals: Arrivals): Worker;
};

export async function startJobWorker(options: GatewayPartsOptions = {}): Promise<JobWorker> {
  const running = await startGatewayParts(options);
  const gateway = createGateway(running.config, {
    credentialOf: running.parts.credentialOf,
    log: running.log,
    usage: running.parts.usage,
  });
  const jobs = memoryJobs();
  return {
    ...running,
    gateway,
    jobs,
    worker: (arrivals) => ({
      gateway,
      jobs,
      arrivals,
      log: running.log,
      publicUrl: 'https://ai.example',
      maxBodyBytes: 100_000,
      now: Date.now,
      newRequestId: () => 'new-id',
    }),
    async stop() {
      await gateway.close();
      await running.stop();
    },
  };
}

/** No request is under way. */
export const noArrivals: Arrivals = { take: () => undefined, underWay: () => 0 };
