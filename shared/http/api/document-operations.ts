import * as z from 'zod';
import type { ApiOperation } from './api-operation.ts';
import { describeOperation } from './describe-operation.ts';
import { headToo } from './head-too.ts';

const tag = 'Documents';
const notChanged = { description: 'The caller has it as it is.', contents: {} };

/** What the app serves of itself. */
export const documentOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'getOpenapi',
    functionName: 'openapi',
    method: 'get',
    path: '/openapi.json',
    tag,
    summary: 'Get this document',
    description: `The operations of the app as OpenAPI 3.1. Pages of any origin may read it. ${headToo}`,
    access: 'open',
    answers: {
      '200': {
        description: 'The document.',
        contents: { 'application/json': z.looseObject({ openapi: z.string(), info: z.looseObject({}) }) },
      },
      '304': notChanged,
    },
  }),
  describeOperation({
    id: 'getDocs',
    functionName: 'docs',
    method: 'get',
    path: '/docs',
    tag,
    summary: 'Get the documentation',
    description: `A page that shows the operations and lets a reader try them. ${headToo}`,
    access: 'open',
    answers: { '200': { description: 'The page.', contents: { 'text/html': undefined } }, '304': notChanged },
  }),
  describeOperation({
    id: 'getDocsAsset',
    functionName: 'docs-asset',
    method: 'get',
    path: '/docs/{asset}',
    tag,
    summary: 'Get a part of the documentation',
    description: 'What the page is made of. Its path changes with its content.',
    access: 'open',
    parameters: [
      { name: 'asset', in: 'path', schema: z.string(), isRequired: true, description: 'As the page names it.' },
    ],
    answers: {
      '200': {
        description: 'The part.',
        contents: {
          'text/javascript': undefined,
          'text/css': undefined,
          'image/svg+xml': undefined,
          'text/plain': undefined,
        },
      },
      '304': notChanged,
    },
    failures: ['route_not_found'],
  }),
];
