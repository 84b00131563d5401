import * as z from 'zod';
import { usageAnswerSchema } from '../../usage/usage-answer.ts';
import { usageParametersSchema } from '../../usage/usage-query.ts';
import type { ApiOperation, ApiParameter } from './api-operation.ts';
import { describeOperation } from './describe-operation.ts';
import { budgetsAnswerSchema, budgetsExample, limitsAnswerSchema, limitsExample } from './limits-schemas.ts';
import { usageRecordsExample, usageSumsExample } from './usage-examples.ts';

const tag = 'Usage and limits';

const callerParameter: ApiParameter = {
  name: 'caller',
  in: 'query',
  schema: z.string(),
  isRequired: false,
  description: "Another caller's name; for admin callers only.",
};

const plainNames: Readonly<Record<string, string>> = {
  caller: 'Calls of this caller; others than its own for admin callers only.',
  model: 'Calls of this alias.',
  deployment: 'Calls that this deployment served.',
};

// What an address carries as text is a number to who writes it.
const pageSize = usageParametersSchema.unwrap().shape.limit.unwrap().out;

const usageParameters: readonly ApiParameter[] = [
  ...Object.entries(usageParametersSchema.unwrap().shape).map(([name, schema]): ApiParameter => ({
    name,
    in: 'query',
    schema: name === 'limit' ? pageSize : schema,
    isRequired: false,
    description: schema.description ?? plainNames[name] ?? '',
  })),
  {
    name: 'format',
    in: 'query',
    schema: z.enum(['json', 'csv']),
    isRequired: false,
    description: 'Default: `json`, or `csv` for who accepts `text/csv`.',
  },
];

/** What was used, and how rates and budgets stand. */
export const usageOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'getUsage',
    functionName: 'usage',
    method: 'get',
    path: '/v1/usage',
    tag,
    summary: 'Get usage',
    description:
      "What the caller's calls used, or everyone's for an admin caller: the calls themselves, or sums by what `group_by` " +
      'names. As JSON, or as CSV whose cursor stands in a header.',
    parameters: usageParameters,
    answers: {
      '200': {
        description: 'Calls or sums.',
        contents: { 'application/json': usageAnswerSchema, 'text/csv': undefined },
        examples: { records: usageRecordsExample, sums: usageSumsExample },
        headers: {
          'x-sluice-cursor': { schema: z.string(), description: 'Of CSV: to go on behind it; absent at the end.' },
        },
      },
    },
    failures: ['invalid_request', 'admin_required', 'usage_unavailable'],
  }),
  describeOperation({
    id: 'getLimits',
    functionName: 'limits',
    method: 'get',
    path: '/v1/limits',
    tag,
    summary: 'Get rate limits',
    description: 'How the requests and tokens per minute of the caller stand now.',
    parameters: [callerParameter],
    answers: {
      '200': {
        description: 'The rates.',
        contents: { 'application/json': limitsAnswerSchema },
        examples: { rates: limitsExample },
      },
    },
    failures: ['invalid_request', 'admin_required', 'upstream_unavailable'],
  }),
  describeOperation({
    id: 'getBudgets',
    functionName: 'budgets',
    method: 'get',
    path: '/v1/budgets',
    tag,
    summary: 'Get budgets',
    description: 'How the budgets of the caller, of its teams and of its session stand now.',
    parameters: [
      callerParameter,
      {
        name: 'x-sluice-session',
        in: 'header',
        schema: z.string(),
        isRequired: false,
        description: 'The session whose budget is told as well.',
      },
    ],
    answers: {
      '200': {
        description: 'The budgets.',
        contents: { 'application/json': budgetsAnswerSchema },
        examples: { budgets: budgetsExample },
      },
    },
    failures: ['invalid_request', 'admin_required', 'upstream_unavailable'],
  }),
];
