import { describe, expect, it } from 'vitest';
import { apiDefinition } from '../../../local/connector/api-definition.ts';
import { unknownOwner } from '../../../local/connector/connector-owner.ts';
import { keySignIn } from '../../../local/connector/sign-in.ts';
import { operationsOf } from '../../setup/connector-definition.ts';

const operations = operationsOf(apiDefinition(keySignIn, '1.0.0', unknownOwner));
const putOff = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'prefer'));

describe('an operation that can be answered later', () => {
  it('is each that asks a model', () => {
    expect(putOff.map(({ operationId }) => operationId)).toEqual([
      'CompleteChat',
      'GenerateAnswer',
      'EmbedTexts',
      'SummariseText',
      'RunBatch',
    ]);
  });

  it('can be named, so that it finds its job when it is sent again', () => {
    for (const { operationId, parameters } of putOff) {
      const key = parameters.find(({ name }) => name === 'idempotency-key');
      expect([operationId, key]).toMatchObject([operationId, { in: 'header', 'x-ms-visibility': 'advanced' }]);
    }
  });

  it('offers the job among the members of its answer, for an app that is answered with that', () => {
    for (const { operationId, answer, pending } of putOff) {
      const { properties = {}, required = [] } = answer.schema;
      const shown = ['id', 'status', 'location'].map((name) => properties[name]?.['x-ms-visibility']);
      expect([operationId, shown]).toEqual([operationId, ['advanced', 'advanced', 'advanced']]);
      expect([required].flat()).not.toEqual(expect.arrayContaining(['status']));
      expect(Object.keys(pending?.schema.properties ?? {})).toEqual(['id', 'status', 'created_at', 'location']);
    }
  });
});

describe('an operation that cannot', () => {
  it('is never answered with a job, but for that which asks for the answer of one', () => {
    const others = operations.filter((operation) => !putOff.includes(operation) && operation.pending !== undefined);
    expect(others.map(({ operationId }) => operationId)).toEqual(['GetJobAnswer']);
  });
});
