import type { ApiOperation } from '../../shared/http/api/api-operation.ts';
import { preferParameter } from '../../shared/http/api/long-work.ts';
import type { ConnectorOperation } from './connector-operation.ts';
import { flatSchema } from './flat-schema.ts';
import { jobInstead, pendingJob } from './operations/jobs.ts';
import { schemaNode, type SchemaNode } from './schema-node.ts';
import { swaggerObject, swaggerParameter, type SwaggerSchema } from './swagger-schema.ts';
import type { Views } from './view.ts';

/** An operation of the app in OpenAPI 2.0, with what the connector shows of it. Throws where the two do not fit. */
export function swaggerOperation(shown: ConnectorOperation, operation: ApiOperation): SwaggerSchema {
  const { operationId, visibility, description = operation.description } = shown;
  const answer = answerOf(shown, operation, '200', shown.answer);
  const isPutOff = shown.parameters?.['prefer'] !== undefined;
  const isPending = operation.answers['202'] !== undefined && (isPutOff || !mayBePutOff(operation));
  return {
    operationId,
    summary: operation.summary,
    description,
    tags: [operation.tag],
    'x-ms-visibility': visibility,
    parameters: [...parametersOf(shown, operation), ...bodyOf(shown, operation)],
    responses: {
      '200': isPutOff ? withMembers(answer, answerOf(shown, operation, '202', jobInstead)) : answer,
      ...(isPending ? { '202': answerOf(shown, operation, '202', pendingJob) } : {}),
      default: { $ref: '#/responses/Error' },
    },
  };
}

function parametersOf({ parameters = {}, operationId }: ConnectorOperation, operation: ApiOperation): SwaggerSchema[] {
  return Object.entries(parameters).map(([name, view]) => {
    const found = operation.parameters.find((parameter) => parameter.name === name);
    if (found === undefined) {
      throw new Error(`${operationId}: there is no parameter ${name}.`);
    }
    const { description, in: place, schema, isRequired } = found;
    return {
      name,
      in: place,
      required: isRequired || view.isRequired === true,
      ...swaggerParameter(schemaNode(schema, 'input'), { ...view, description: view.description ?? description }, name),
      ...(place === 'path' ? { 'x-ms-url-encoding': 'single' } : {}),
    };
  });
}

function bodyOf({ body, operationId }: ConnectorOperation, { request }: ApiOperation): SwaggerSchema[] {
  if (body === undefined || request === undefined) {
    return [];
  }
  const schema = objectOf([schemaNode(request.schema, 'input')], body, operationId, true);
  return [
    {
      name: 'body',
      in: 'body',
      required: true,
      description: 'What is asked for.',
      'x-ms-summary': 'Body',
      'x-ms-visibility': 'important',
      schema: { ...schema, example: request.example },
    },
  ];
}

/** Whether its caller may ask for a later answer. Of the others, a 202 is an answer of their own. */
function mayBePutOff({ parameters }: ApiOperation): boolean {
  return parameters.includes(preferParameter);
}

type SwaggerAnswer = {
  readonly description: string;
  readonly schema: SwaggerSchema & { readonly properties?: SwaggerSchema };
};

/** An answer with those members of another behind its own that it lacks, none of them required. */
function withMembers({ schema, ...answer }: SwaggerAnswer, other: SwaggerAnswer): SwaggerAnswer {
  const own = schema.properties ?? {};
  const lacking = Object.entries(other.schema.properties ?? {}).filter(([name]) => own[name] === undefined);
  return { ...answer, schema: { ...schema, properties: { ...own, ...Object.fromEntries(lacking) } } };
}

function answerOf(
  { operationId }: ConnectorOperation,
  { answers }: ApiOperation,
  status: string,
  views: Views | undefined,
): SwaggerAnswer {
  const answer = answers[status];
  const schema = answer?.contents['application/json'];
  if (answer === undefined || schema === undefined) {
    throw new Error(`${operationId}: no JSON is answered with ${status}.`);
  }
  const { description } = answer;
  if (views === undefined) {
    return { description, schema: { type: 'object' } };
  }
  const nodes = [schemaNode(schema, 'output')].flatMap((node) => node.anyOf ?? [node]).filter(isCalled);
  return { description, schema: objectOf(nodes, views, `${operationId} ${status}`, false) };
}

function objectOf(nodes: readonly SchemaNode[], views: Views, where: string, isRequest: boolean): SwaggerSchema {
  return swaggerObject(flatSchema(nodes, 'object', where), views, where, isRequest);
}

/** The connector offers no dry runs, so that an answer has one form. */
function isCalled({ properties }: SchemaNode): boolean {
  return properties?.['object']?.['const'] !== 'dry_run';
}
