import type * as z from 'zod';
import type { aliveSchema, readinessSchema } from './health-schemas.ts';

/** What a probe is told that finds the app alive. */
export const aliveExample = { status: 'alive' } satisfies z.input<typeof aliveSchema>;

/** The same of one that finds it ready. */
export const readyExample = {
  ready: true,
  jobs: 'ok',
  checks: { settings: 'ok', secrets: 'ok', upstream: 'ok' },
} satisfies z.input<typeof readinessSchema>;

/** The same of one that finds that no address of a deployment answers. */
export const notReadyExample = {
  ready: false,
  jobs: 'ok',
  checks: { settings: 'ok', secrets: 'ok', upstream: 'failed' },
} satisfies z.input<typeof readinessSchema>;
