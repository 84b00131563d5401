import { gunzipSync } from 'node:zlib';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { isJsonObject } from '../../shared/openai/json-object.ts';
import type { ObservedAnswer } from './observe-answers.ts';

/** What an answer was found to be: of which operation, and what of it the document does not say. */
export type AnswerVerdict = {
  /** The operation and the media type; `undefined` for what no operation answered. */
  readonly described: string | undefined;
  readonly mistakes: readonly string[];
};

const responseSchema = z.looseObject({
  headers: z.record(z.string(), z.unknown()).optional(),
  content: z.record(z.string(), z.unknown()).optional(),
});
const operationSchema = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), responseSchema) });
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/**
 * Checks answers against an OpenAPI document: status, media type, the body by its schema, and headers of Sluice's own.
 * Objects that the document leaves open are taken as closed, so that a member nobody described is a mistake too.
 */
export function createAnswerCheck(document: unknown): (answer: ObservedAnswer) => AnswerVerdict {
  const { paths } = documentSchema.parse(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
  addFormats.default(ajv);
  ajv.addFormat('base64', true);
  ajv.addSchema({ $id: 'openapi', ...closed(document) });
  const templates = Object.entries(paths).map(([template, methods]) => ({
    template,
    methods,
    match: matcher(template),
  }));
  const validators = new Map<string, ValidateFunction>();

  function mistakesOf(pointer: string, value: unknown): string[] {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    validators.set(pointer, validate);
    if (validate(value) === true) return [];
    return (validate.errors ?? []).slice(0, 6).map(({ instancePath, message, params }) => {
      const member = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
      return `${instancePath === '' ? 'it' : instancePath} ${message ?? 'is wrong'}${member}`;
    });
  }

  return (answer) => {
    const path = answer.url.split('?')[0] ?? '';
    const method = answer.method.toLowerCase();
    const found = templates.find(({ match, methods }) => match.test(path) && Object.hasOwn(methods, method));
    const operation = found?.methods[method];
    // The host itself answers without a request id: a wrong function key, a worker that is down. HEAD has no body.
    if (answer.headers['x-request-id'] === undefined || method === 'head')
      return { described: undefined, mistakes: [] };
    if (found === undefined || operation === undefined) {
      const isJson = answer.headers['content-type'] === 'application/json';
      return { described: undefined, mistakes: isJson ? mistakesOf(errorPointer, parsed(answer)) : [] };
    }
    const response = operation.responses[String(answer.status)];
    if (response === undefined) {
      return { described: operation.operationId, mistakes: [`no status ${answer.status} is described`] };
    }
    const type = answer.headers['content-type']?.split(';')[0]?.trim() ?? '';
    const described = `${operation.operationId} ${answer.status} ${type}`;
    const at = `/paths/${escaped(found.template)}/${method}/responses/${answer.status}`;
    const headerMistakes = Object.entries(answer.headers)
      .filter(([name]) => name.startsWith('x-sluice-') || name.startsWith('x-ratelimit-'))
      .flatMap(([name, value]) =>
        response.headers?.[name] === undefined
          ? [`the header ${name} is not described`]
          : isSpoken(value, mistakesOf, headerPointer(response.headers[name], `${at}/headers/${escaped(name)}`))
            ? []
            : [`the header ${name} may not be ${value}`],
      );
    return {
      described,
      mistakes: [...headerMistakes, ...bodyMistakes(answer, response, type, at, mistakesOf)].slice(0, 8),
    };
  };
}

type Mistakes = (pointer: string, value: unknown) => string[];

const errorPointer = '/components/schemas/Error';

function bodyMistakes(
  answer: ObservedAnswer,
  { content = {} }: z.output<typeof responseSchema>,
  type: string,
  at: string,
  mistakesOf: Mistakes,
): string[] {
  if (answer.body.length === 0 && Object.keys(content).length === 0) return [];
  if (content[type] === undefined) return [`the media type ${type} is not described`];
  const pointer = `${at}/content/${escaped(type)}/schema`;
  switch (type) {
    case 'application/json':
      return answer.isWhole ? mistakesOf(pointer, parsed(answer)) : [];
    case 'application/x-ndjson':
      return textOf(answer)
        .split('\n')
        .slice(0, -1)
        .flatMap((line) => pieceMistakes(line, pointer, mistakesOf));
    case 'text/event-stream':
      return eventsOf(textOf(answer)).flatMap((data) => pieceMistakes(data, pointer, mistakesOf));
    default:
      return [];
  }
}

/** One event or line: what is described, or the error that ends what is not whole. */
function pieceMistakes(text: string, pointer: string, mistakesOf: Mistakes): string[] {
  const value: unknown = JSON.parse(text);
  const isError = isJsonObject(value) && isJsonObject(value['error']) && !('index' in value);
  return mistakesOf(isError ? errorPointer : pointer, value);
}

function eventsOf(text: string): string[] {
  return text
    .split(/\r?\n\r?\n/)
    .slice(0, -1)
    .map((event) =>
      event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n'),
    )
    .filter((data) => data !== '' && data !== '[DONE]');
}

/** Where a header is described: among the components, if it is referred to. */
function headerPointer(header: unknown, at: string): string {
  return isJsonObject(header) && typeof header['$ref'] === 'string' ? header['$ref'].slice(1) : at;
}

/** Whether a header's text is of its schema, as text or as what it spells. */
function isSpoken(value: string, mistakesOf: Mistakes, pointer: string): boolean {
  const schema = `${pointer}/schema`;
  const number = Number(value);
  return mistakesOf(schema, value).length === 0 || (!Number.isNaN(number) && mistakesOf(schema, number).length === 0);
}

function parsed(answer: ObservedAnswer): unknown {
  return JSON.parse(textOf(answer));
}

function textOf({ body, headers }: ObservedAnswer): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

function matcher(template: string): RegExp {
  const pattern = template
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith('{') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('');
  return new RegExp(`^${pattern}/?$`, 'i');
}

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The same with every object closed that names its members and says nothing of others; references resolved in place. */
function closed(node: unknown): object {
  const copy: unknown = JSON.parse(JSON.stringify(node), (_, value: unknown) => {
    if (!isJsonObject(value)) return value;
    return isJsonObject(value['properties']) &&
      value['type'] === 'object' &&
      value['additionalProperties'] === undefined
      ? { ...value, additionalProperties: false }
      : value;
  });
  return isJsonObject(copy) ? copy : {};
}
