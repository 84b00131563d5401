import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import localGateway from '../../../../local/gateway.json' with { type: 'json' };
import { describeOperation } from '../../../../shared/http/api/describe-operation.ts';
import { apiOperations } from '../../../../shared/http/api/api-operations.ts';
import { errorExample } from '../../../../shared/http/api/error-examples.ts';
import { openapiDocument } from '../../../../shared/http/api/openapi-document.ts';
import { errorTable } from '../../../../shared/errors.ts';

const document = openapiDocument(apiOperations, '1.2.3');
const mediaSchema = z.record(
  z.string(),
  z.looseObject({
    schema: z.unknown(),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
  }),
);
const { paths, components } = z
  .looseObject({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.looseObject({
          operationId: z.string(),
          security: z.array(z.unknown()),
          requestBody: z.looseObject({ content: mediaSchema }).optional(),
          responses: z.record(z.string(), z.looseObject({ content: mediaSchema.optional() })),
        }),
      ),
    ),
    components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
  })
  .parse(document);
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

/** The examples of a body in JSON, one by itself or several by name. */
function examplesOf(place: readonly string[], content: z.output<typeof mediaSchema> = {}) {
  const { example, examples = {} } = content['application/json'] ?? {};
  return [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)].map(
    (each) => ({ place, example: each }),
  );
}

describe('the OpenAPI document', () => {
  it('passes every one of Spectral’s rules for OpenAPI that says something of this app', async () => {
    const rules = {
      // The gateway is its team's own: it has no licence to offer, and no address that this document could know.
      'info-license': 'off',
      'license-url': 'off',
      'contact-properties': 'off',
      // The page shows tags in this order: what most readers look for comes first.
      'openapi-tags-alphabetical': 'off',
    };
    const spectral = new spectralCore.Spectral();
    // The library's types do not take its own ruleset.
    spectral.setRuleset(Object({ extends: [[spectralRulesets.oas, 'all']], rules }));
    const found = await spectral.run(JSON.parse(JSON.stringify(document)));
    expect(found.map(({ code, message, path }) => `${code}: ${message} (${path.join('/')})`)).toEqual([]);
  });

  it('describes every operation of the table, and tells the version it was given', () => {
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(apiOperations.map(({ id }) => id)),
    );
    expect(operations).toHaveLength(apiOperations.length);
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' }, servers: [{ url: '/' }] });
  });

  it('refers only to what is there, and holds nothing that is referred to nowhere', () => {
    const text = JSON.stringify(document);
    const targets = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect(targets).toEqual(new Set(Object.keys(components.schemas)));
  });

  it('answers every error with the one schema of errors, whose codes are the table’s', () => {
    const errors = operations.flatMap(({ responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) => (Number(status) >= 400 ? [content] : [])),
    );
    const others = errors
      .map((content) => JSON.stringify(content?.['application/json']?.schema))
      .filter((schema) => schema !== '{"$ref":"#/components/schemas/Error"}');
    // The one answer of an error's status that is none: what a probe is told that finds the app not ready.
    expect(others).toEqual(['{"$ref":"#/components/schemas/Readiness"}']);
    expect(JSON.stringify(components.schemas['Error'])).toContain(JSON.stringify(Object.keys(errorTable)));
  });

  it('holds examples of requests and of successes that are valid by their own schemas', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addFormat('base64', true);
    ajv.addSchema({ $id: 'openapi', ...document });
    const found = operations.flatMap(({ path, method, requestBody, responses }) => [
      ...examplesOf(['paths', path, method, 'requestBody'], requestBody?.content),
      ...Object.entries(responses).flatMap(([status, { content }]) =>
        status < '300' ? examplesOf(['paths', path, method, 'responses', status], content) : [],
      ),
    ]);
    expect(found.filter(({ place }) => place.includes('requestBody')).length).toBeGreaterThan(10);
    expect(found.filter(({ place }) => place.includes('200')).length).toBeGreaterThan(30);
    for (const { place, example } of found) {
      const pointer = [...place, 'content', 'application/json', 'schema']
        .map((part) => encodeURIComponent(part.replaceAll('/', '~1')))
        .join('/');
      expect({ place, valid: ajv.validate({ $ref: `openapi#/${pointer}` }, example) }).toEqual({ place, valid: true });
    }
  });

  it('holds examples that the local gateway serves as they are, and for each error one of each of its codes', () => {
    const used = operations.map(({ requestBody }) =>
      z.looseObject({ model: z.string() }).safeParse(requestBody?.content['application/json']?.example),
    );
    const models = new Set(used.flatMap(({ data }) => (data === undefined ? [] : [data.model])));
    expect(Object.keys(localGateway.models)).toEqual(expect.arrayContaining([...models]));
    expect(document).toHaveProperty(
      ['paths', '/v1/limits', 'get', 'responses', '401', 'content', 'application/json', 'examples'],
      {
        invalid_api_key: { value: errorExample('invalid_api_key') },
        invalid_token: { value: errorExample('invalid_token') },
      },
    );
  });

  it('says that members it does not list are passed on where they are', () => {
    expect(components.schemas['ChatRequest']).toHaveProperty('additionalProperties', true);
    expect(components.schemas['GenerateRequest']).toHaveProperty('additionalProperties', false);
  });

  it('puts parameters and headers that several operations have among the components, once', () => {
    const { parameters, headers } = z
      .looseObject({ parameters: z.object({}).loose(), headers: z.object({}).loose() })
      .parse(components);
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(['x-request-id', 'prefer', 'x-sluice-fit']));
    expect(Object.keys(headers)).toEqual(
      expect.arrayContaining(['x-request-id', 'retry-after', 'x-sluice-deployment']),
    );
    // Two different things of one name stand each where it is used.
    expect(Object.keys(parameters)).not.toContain('api-version');
  });

  it('asks for no key where none is needed', () => {
    const open = operations.filter(({ security }) => security.length === 0).map(({ path }) => path);
    expect(open).toEqual(['/health', '/health/ready', '/openapi.json', '/docs', '/docs/{asset}']);
  });

  it('describes a body without structure as text', () => {
    const plain = describeOperation({
      id: 'getText',
      functionName: 'text',
      method: 'get',
      path: '/text',
      tag: 'Chat',
      summary: 'Get a text',
      description: 'A text.',
      answers: { '200': { description: 'It.', contents: { 'text/plain': undefined } } },
    });
    expect(openapiDocument([plain], '1.0.0')).toHaveProperty(
      ['paths', '/text', 'get', 'responses', '200', 'content', 'text/plain'],
      { schema: { type: 'string' } },
    );
  });
});
