import { describe, expect, it } from 'vitest';
import { apiDefinition } from '../../../local/connector/api-definition.ts';
import { unknownOwner } from '../../../local/connector/connector-owner.ts';
import { keySignIn } from '../../../local/connector/sign-in.ts';
import { operationsOf, propertiesOf, type Described } from '../../setup/connector-definition.ts';

const operations = operationsOf(apiDefinition(keySignIn, '1.0.0', unknownOwner));
const all: readonly (readonly [string, Described])[] = operations.flatMap((operation) => [
  ...operation.parameters.map((parameter) => [`${operation.operationId} ${parameter.name}`, parameter] as const),
  ...propertiesOf(operation.body?.schema, `${operation.operationId} body`),
  ...propertiesOf(operation.answer.schema, `${operation.operationId} answer`),
  ...propertiesOf(operation.pending?.schema, `${operation.operationId} 202`),
]);
const naming = (isWrong: (described: Described) => boolean) => all.flatMap(([at, it]) => (isWrong(it) ? [at] : []));

// As in titles of books: articles, conjunctions and short prepositions stay small, but not at the start.
const titleCase = /^([A-Z]\w*|P)( ([A-Z]\w*|of|on|in|by|and|a|the))*$/;

describe('every operation of the connector', () => {
  it('has an id of its own, in Pascal case', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^([A-Z][a-z]+)+$/.test(id))).toEqual([]);
  });

  it('has a summary in sentence case without a full stop, and a description that is another and ends with one', () => {
    for (const { summary, description } of operations) {
      expect(summary).toMatch(/^[A-Z][^A-Z.]*$/);
      expect(description).toMatch(/^[A-Z].*\.$/s);
      expect(description).not.toBe(summary);
    }
  });

  it('says what it answers and how it fails', () => {
    for (const { operationId, answer, responses } of operations) {
      // The answer of a job is that of the call it was: any.
      expect([operationId, answer.schema.properties === undefined]).toEqual([
        operationId,
        operationId === 'GetJobAnswer',
      ]);
      expect(responses['default']).toEqual({ $ref: '#/responses/Error' });
    }
  });
});

describe('every parameter and member', () => {
  it('has a title in title case', () => {
    expect(naming((it) => !titleCase.test(it['x-ms-summary'] ?? ''))).toEqual([]);
  });

  it('has a description that ends with a full stop', () => {
    expect(naming((it) => !/^[A-Z`0-9][^]*\.$/.test(it.description ?? ''))).toEqual([]);
  });

  it('says who sees it', () => {
    expect(naming((it) => !['important', 'advanced'].includes(it['x-ms-visibility'] ?? ''))).toEqual([]);
  });

  it('has one plain type', () => {
    const types = ['string', 'integer', 'number', 'boolean', 'array', 'object'];
    expect(naming((it) => it.schema === undefined && !types.includes(it.type ?? ''))).toEqual([]);
  });
});

describe('a list of values to choose from', () => {
  const lists = all.flatMap(([at, { 'x-ms-dynamic-values': values }]) =>
    values === undefined ? [] : [{ at, values }],
  );

  it('is there for the model of every call', () => {
    expect(lists.map(({ at }) => at)).toEqual(
      operations
        .filter(({ body }) => body?.schema.properties?.['model'] !== undefined)
        .map(({ operationId }) => `${operationId} body.model`),
    );
  });

  it('comes from an operation that takes its parameters and answers its values', () => {
    for (const { values } of lists) {
      const source = operations.find(({ operationId }) => operationId === values.operationId);
      const names = source?.parameters.map(({ name }) => name) ?? [];
      expect(Object.keys(values.parameters).filter((name) => !names.includes(name))).toEqual([]);
      const entries = source?.answer.schema.properties?.[values['value-collection']]?.items?.properties ?? {};
      expect(Object.keys(entries)).toEqual(expect.arrayContaining([values['value-path'], values['value-title']]));
    }
  });
});
