import type * as z from 'zod';
import type { JsonObject } from '../../openai/json-object.ts';
import { apiComponents } from './api-components.ts';
import type { ApiAnswer, ApiHeader, ApiOperation, ApiParameter } from './api-operation.ts';
import { apiTags } from './api-tags.ts';
import { jsonSchemas, type JsonSchemas } from './json-schemas.ts';
import { withMemberDescriptions } from './member-descriptions.ts';
import { securityOf, securitySchemes } from './security-schemes.ts';

/** The operations as an OpenAPI 3.1 document. `version` is the app's. */
export function openapiDocument(operations: readonly ApiOperation[], version: string): JsonObject {
  const parts = new SharedParts(operations);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version,
      summary: 'A serverless AI gateway for Azure OpenAI.',
      description:
        'Sluice stands between applications and Azure OpenAI. It speaks the protocols of OpenAI and of Azure OpenAI, ' +
        'holds the keys, knows every deployment, and never passes a broken answer on as a whole one.',
      contact: { name: 'Whoever runs this gateway' },
    },
    servers: [{ url: '/', description: 'The app that serves this document.' }],
    tags: apiTags.filter(({ name }) => operations.some(({ tag }) => tag === name)),
    paths: pathsOf(operations, parts),
    components: {
      schemas: withMemberDescriptions(parts.schemas.components),
      parameters: Object.fromEntries(
        [...parts.parameters].map(([parameter, name]) => [name, parameterObject(parameter, parts.schemas)]),
      ),
      headers: Object.fromEntries(
        [...parts.headers].map(([header, name]) => [name, headerObject(header, parts.schemas)]),
      ),
      securitySchemes,
    },
  };
}

/** What several operations have in common, and so stands among the components. */
class SharedParts {
  readonly schemas: JsonSchemas;
  readonly parameters: ReadonlyMap<ApiParameter, string>;
  readonly headers: ReadonlyMap<ApiHeader, string>;

  constructor(operations: readonly ApiOperation[]) {
    const parameters = operations.flatMap((operation) => operation.parameters);
    const answers = operations.flatMap((operation) => Object.values(operation.answers));
    const headers = answers.flatMap((answer) => Object.entries(answer.headers ?? {}));
    this.parameters = namedOnce(parameters.map((parameter) => [parameter, parameter.name]));
    this.headers = namedOnce(headers.map(([name, header]) => [header, name]));
    this.schemas = jsonSchemas(
      apiComponents,
      new Set([
        ...parameters.map(({ schema }) => schema),
        ...headers.map(([, { schema }]) => schema),
        ...operations.flatMap(({ request }) => (request === undefined ? [] : [request.schema])),
        ...answers.flatMap(({ contents }) => Object.values(contents).filter((schema) => schema !== undefined)),
      ]),
    );
  }
}

/** Things used more than once, by their names, unless another thing has the same name. */
function namedOnce<Thing>(uses: readonly (readonly [Thing, string])[]): ReadonlyMap<Thing, string> {
  const things = Map.groupBy(uses, ([, name]) => name);
  return new Map(uses.filter(([, name]) => isSharedAlone(things.get(name)?.map(([thing]) => thing) ?? [])));
}

function isSharedAlone(things: readonly unknown[]): boolean {
  return things.length > 1 && new Set(things).size === 1;
}

function pathsOf(operations: readonly ApiOperation[], parts: SharedParts): JsonObject {
  return Object.fromEntries(
    [...Map.groupBy(operations, ({ path }) => path)].map(([path, onPath]) => [
      path,
      Object.fromEntries(onPath.map((operation) => [operation.method, operationObject(operation, parts)])),
    ]),
  );
}

function operationObject(operation: ApiOperation, parts: SharedParts): JsonObject {
  const { id, tag, summary, description, access, parameters, request, answers } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: securityOf(access),
    parameters: parameters.map((parameter) => {
      const name = parts.parameters.get(parameter);
      return name === undefined
        ? parameterObject(parameter, parts.schemas)
        : { $ref: `#/components/parameters/${name}` };
    }),
    ...(request === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: parts.schemas.of(request.schema), example: request.example } },
          },
        }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, responseObject(answer, parts)]),
    ),
  };
}

function parameterObject(parameter: ApiParameter, schemas: JsonSchemas): JsonObject {
  const { name, in: place, schema, isRequired, description } = parameter;
  return { name, in: place, description, required: isRequired, schema: withoutDescription(schemas.of(schema)) };
}

function headerObject({ schema, description }: ApiHeader, schemas: JsonSchemas): JsonObject {
  return { description, schema: schemas.of(schema) };
}

function responseObject({ description, contents, examples, headers = {} }: ApiAnswer, parts: SharedParts): JsonObject {
  return {
    description,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, header]) => [
        name,
        parts.headers.has(header) ? { $ref: `#/components/headers/${name}` } : headerObject(header, parts.schemas),
      ]),
    ),
    content: Object.fromEntries(
      Object.entries(contents).map(([type, schema]) => [
        type,
        {
          schema: bodySchema(schema, parts.schemas),
          ...(examples === undefined || type !== 'application/json' ? {} : { examples: namedExamples(examples) }),
        },
      ]),
    ),
  };
}

function namedExamples(examples: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}

function bodySchema(schema: z.ZodType | undefined, schemas: JsonSchemas): JsonObject {
  return schema === undefined ? { type: 'string' } : schemas.of(schema);
}

/** The parameter itself says it. */
function withoutDescription({ description: _said, ...schema }: JsonObject): JsonObject {
  return schema;
}
