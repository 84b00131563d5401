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
});
