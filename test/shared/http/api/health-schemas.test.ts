import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { ProviderHealth } from '../../../../shared/gateway/check-providers.ts';
import type { Readiness } from '../../../../shared/gateway/check-readiness.ts';
import type { DeploymentHealth, Health } from '../../../../shared/gateway/report-health.ts';
import {
  aliveSchema,
  deploymentsHealthSchema,
  providersHealthSchema,
  readinessSchema,
} from '../../../../shared/http/api/health-schemas.ts';
import type { LimiterStatus } from '../../../../shared/limits/limiter.ts';
import { failureTable } from '../../../../shared/upstream/failure-table.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';
import type { JobsState } from '../../../../shared/jobs/job-health.ts';

describe('the schemas of health', () => {
  it('take an app that is alive, and no other', () => {
    expect(aliveSchema.safeParse({ status: 'alive' }).success).toBe(true);
    expect(aliveSchema.safeParse({ status: 'dead' }).success).toBe(false);
  });

  it('take every failure that a deployment can have had', () => {
    const { lastError } = deploymentsHealthSchema.shape.deployments.element.shape;
    for (const kind of Object.keys(failureTable)) {
      expect(lastError.safeParse({ kind, atMs: 0 }).success).toBe(true);
    }
    expect(lastError.safeParse({ kind: 'bad luck', atMs: 0 }).success).toBe(false);
  });

  it('take an app that is not ready and a provider that is down', () => {
    const checks = { settings: 'ok', secrets: 'failed', upstream: 'failed' } satisfies Readiness['checks'];
    const readiness = { ready: false, jobs: 'off', checks };
    expect(readinessSchema.parse(readiness)).toEqual(readiness);
    const provider: ProviderHealth = { provider: 'openai', status: 'down', deployments: [] };
    expect(providersHealthSchema.parse({ providers: [provider] })).toEqual({ providers: [provider] });
  });

  it('are as wide as the types', () => {
    expectTypeOf<Readiness & { jobs: JobsState | 'off' }>().toExtend<DeepReadonly<z.output<typeof readinessSchema>>>();
    expectTypeOf<ProviderHealth>().toExtend<
      DeepReadonly<z.output<typeof providersHealthSchema>['providers'][number]>
    >();
    expectTypeOf<DeploymentHealth>().toExtend<
      DeepReadonly<z.output<typeof deploymentsHealthSchema>['deployments'][number]>
    >();
    expectTypeOf<LimiterStatus>().toExtend<DeepReadonly<z.output<typeof deploymentsHealthSchema>['limits']>>();
    expectTypeOf<Health>().toExtend<DeepReadonly<z.output<typeof deploymentsHealthSchema>>>();
  });
});
