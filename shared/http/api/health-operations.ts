import type { ApiOperation } from './api-operation.ts';
import { describeOperation } from './describe-operation.ts';
import { aliveExample, notReadyExample, readyExample } from './health-examples.ts';
import { headToo } from './head-too.ts';
import { aliveSchema, deploymentsHealthSchema, providersHealthSchema, readinessSchema } from './health-schemas.ts';

const tag = 'Health';

/** Whether the app is alive, ready, and how what lies behind it fares. */
export const healthOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'getHealth',
    functionName: 'health',
    method: 'get',
    path: '/health',
    tag,
    summary: 'Check that the app is alive',
    description: `The process runs and answers. Looks at nothing else. ${headToo}`,
    access: 'open',
    answers: {
      '200': {
        description: 'It is alive.',
        contents: { 'application/json': aliveSchema },
        examples: { alive: aliveExample },
      },
    },
  }),
  describeOperation({
    id: 'getReadiness',
    functionName: 'health-ready',
    method: 'get',
    path: '/health/ready',
    tag,
    summary: 'Check that the app is ready',
    description: `Settings read, secrets readable, a deployment reachable. ${headToo}`,
    access: 'open',
    answers: {
      '200': {
        description: 'It is ready.',
        contents: { 'application/json': readinessSchema },
        examples: { ready: readyExample },
      },
      '503': {
        description: 'It is not, and what is wrong.',
        contents: { 'application/json': readinessSchema },
        examples: { unreachable: notReadyExample },
      },
    },
  }),
  describeOperation({
    id: 'getDeploymentsHealth',
    functionName: 'openai-health',
    method: 'get',
    path: '/openai/health',
    tag,
    summary: 'Get the health of deployments',
    description:
      'How every deployment of the models you may use fares, as this instance saw it; for admin callers all of them, and how the shared store, limits and the ledger of usage do.',
    answers: { '200': { description: 'Each deployment.', contents: { 'application/json': deploymentsHealthSchema } } },
  }),
  describeOperation({
    id: 'getProvidersHealth',
    functionName: 'ai-providers-health',
    method: 'get',
    path: '/ai/providers/health',
    tag,
    summary: 'Get the health of providers',
    description:
      'How every provider of the models you may use fares: whether its addresses answer now, and its deployments.',
    answers: { '200': { description: 'Each provider.', contents: { 'application/json': providersHealthSchema } } },
  }),
];
