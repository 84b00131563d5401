import { z } from 'zod';
import { invalidRequest } from './azure-error.ts';
import type { RefusedCall } from './azure-error.ts';

/** Reads a request body as the schema says; refuses with the 400 that OpenAI answers to the first thing that is wrong. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw first === undefined ? invalidRequest('The request is invalid.', null, null) : refusalOf(deepest(first));
}

/** Reads bytes as a JSON object, or refuses as the service does. */
export function parseJsonObject(bytes: Buffer): Record<string, unknown> {
  try {
    return objectSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    throw invalidRequest(
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The API expects a JSON payload, but what was sent was not valid JSON.)",
      null,
      null,
    );
  }
}

const objectSchema = z.record(z.string(), z.unknown());

type Issue = z.core.$ZodIssue;

/** Of a union's issues the one that got furthest, for that is the shape the caller meant: a wrong size before a wrong type. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((nested) => ({ ...nested, path: [...issue.path, ...nested.path] }));
  const reach = ({ code, path }: Issue) => path.length + (code === 'too_big' || code === 'too_small' ? 100 : 0);
  return inner.map(deepest).toSorted((a, b) => reach(b) - reach(a))[0] ?? issue;
}

function refusalOf(issue: Issue): RefusedCall {
  const param = pathOf(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? invalidRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter')
        : invalidRequest(
            `Invalid type for '${param}': expected ${issue.expected}, but got ${kindOf(issue.input)} instead.`,
            param,
            'invalid_type',
          );
    case 'too_big':
    case 'too_small':
      return invalidRequest(boundsMessage(param, issue), param, boundsCode(issue, param));
    default:
      return invalidRequest(`Invalid value: '${param}'. ${issue.message}.`, param, 'invalid_value');
  }
}

type BoundsIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

function boundsMessage(param: string, issue: BoundsIssue): string {
  const isBig = issue.code === 'too_big';
  const limit = isBig ? issue.maximum : issue.minimum;
  const { input } = issue;
  switch (issue.origin) {
    case 'array':
      return `Invalid '${param}': array too ${isBig ? 'long' : 'short'}. Expected an array with ${isBig ? 'maximum' : 'minimum'} length ${limit}, but got an array with length ${Array.isArray(input) ? input.length : 0} instead.`;
    case 'string':
      return `Invalid '${param}': string too ${isBig ? 'long' : 'short'}. Expected a string with ${isBig ? 'maximum' : 'minimum'} length ${limit}, but got a string with length ${String(input).length} instead.`;
    default:
      return `Invalid '${param}': ${isBig ? 'above maximum' : 'below minimum'} value. Expected a value ${isBig ? '<=' : '>='} ${limit}, but got ${String(input)} instead.`;
  }
}

function boundsCode({ code, origin }: BoundsIssue, param: string): string {
  const isInteger = /(?:^n|tokens|top_logprobs|dimensions)$/.test(param);
  const kind = origin === 'array' || origin === 'string' ? origin : isInteger ? 'integer' : 'decimal';
  if (kind === 'array' || kind === 'string')
    return `${kind}_${code === 'too_big' ? 'above_max_length' : 'below_min_length'}`;
  return `${kind}_${code === 'too_big' ? 'above_max_value' : 'below_min_value'}`;
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'an array' : `a ${typeof input}`;
}
