import * as z from 'zod';
import type { Readiness } from '../../gateway/check-readiness.ts';
import type { ProviderHealth } from '../../gateway/check-providers.ts';
import type { DeploymentHealth } from '../../gateway/report-health.ts';
import { failureTable, type FailureKind } from '../../upstream/failure-table.ts';

const count = z.int().min(0);
const look = z.enum(['ok', 'failed']);

/** Alive, and no more than that. */
export const aliveSchema = z.object({ status: z.literal('alive') }).describe('The process runs and answers.');

/** Whether the instance can serve. */
export const readinessSchema = z
  .object({
    ready: z.boolean(),
    jobs: z
      .enum(['ok', 'late', 'failed', 'off'])
      .describe(
        'Whether `prefer: respond-async` is heeded: off where there is no storage for it, failed where that cannot be reached, late where a job has waited for ten minutes and nobody takes it.',
      ),
    checks: z.object({
      settings: z.literal('ok'),
      secrets: look,
      upstream: look,
      signingKeys: z
        .enum(['unread', 'ok', 'stale', 'failed'])
        .exactOptional()
        .describe('The keys that tokens are checked with, where they are taken.'),
    }),
  })
  .describe('Whether the instance can serve, and what is wrong when it cannot.') satisfies z.ZodType<Readiness>;

/** How every provider fares. */
export const providersHealthSchema = z
  .object({
    providers: z.array(
      z.object({
        provider: z.enum(['azure-openai', 'openai', 'anthropic']),
        status: z.enum(['ok', 'degraded', 'down']),
        deployments: z.array(
          z.object({
            name: z.string(),
            model: z.string(),
            reachable: z.boolean().describe('Whether its address answered just now.'),
            credential: look,
            status: z.string().describe("What this instance's own calls have shown."),
          }),
        ),
      }) satisfies z.ZodType<ProviderHealth>,
    ),
  })
  .describe('How every provider fares.');

const deployment = z.object({
  name: z.string(),
  model: z.string(),
  apiVersion: z.string(),
  breaker: z.enum(['closed', 'open', 'half-open']),
  credential: z.enum(['unread', 'ok', 'stale', 'failed']),
  status: z.enum(['unused', 'ok', 'throttled', 'failing', 'avoided']),
  requestCount: count,
  errorCount: count,
  errorRate: z.number().min(0).max(1),
  lastError: z
    .object({
      kind: z.enum(failureKinds()),
      status: z.int().optional(),
      atMs: z.number().describe('Epoch milliseconds.'),
    })
    .exactOptional(),
  latencyMs: z.number().min(0).exactOptional().describe('Moving average to the first real output.'),
}) satisfies z.ZodType<DeploymentHealth>;

/** How every deployment fares, and what instances share. */
export const deploymentsHealthSchema = z
  .object({
    deployments: z.array(deployment),
    store: z
      .enum(['connecting', 'ready', 'down', 'none'])
      .exactOptional()
      .describe('How the store does that instances share. For admin callers.'),
    limits: z
      .object({
        store: z.enum(['up', 'down']),
        downSinceMs: z.number().optional().describe('Epoch milliseconds.'),
        whenStoreIsDown: z.enum(['open', 'closed', 'local-share']).describe('What happens to calls while it is.'),
        untold: count.describe('Settlements the store is still to be told.'),
        waiting: count.describe('Calls that wait in line.'),
      })
      .exactOptional()
      .describe('How limits are kept. For admin callers.'),
    usage: z
      .object({
        status: z
          .enum(['ok', 'spooling', 'lost', 'off'])
          .describe(
            'spooling: the store takes no records, which wait; lost: some were, since this instance started; off: none are kept.',
          ),
        inMemory: count.describe('Records that are in no store yet.'),
        spooledSegments: count.describe('Segments on disk that wait for the store.'),
        lost: count.describe('Records that neither store nor disk took.'),
      })
      .exactOptional()
      .describe('How usage is written down. For admin callers.'),
  })
  .describe('How every deployment fares, as this instance saw it.');

function failureKinds(): FailureKind[] {
  return Object.keys(failureTable).filter((kind): kind is FailureKind => Object.hasOwn(failureTable, kind));
}
