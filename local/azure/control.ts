import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultRuleSchema } from './fault-rule.ts';
import type { FaultList } from './fault-list.ts';
import type { Ledger } from './ledger.ts';
import { answerJson } from './loopback-server.ts';
import { readBody } from './read-body.ts';
import type { SimulatedVault } from './vault.ts';

export type ControlOptions = {
  readonly faults: FaultList;
  readonly ledger: Ledger;
  readonly vault: SimulatedVault | undefined;
  readonly counts: () => unknown;
  readonly reset: () => void;
  /** Answers whether there is such a resource. */
  readonly setKeys: (resource: string, keys: readonly [string, string]) => boolean;
};

const secretSchema = z.strictObject({ value: z.string() });
const keysSchema = z.strictObject({ keys: z.tuple([z.string().min(1), z.string().min(1)]).readonly() });

/**
 * Serves the control routes: `POST|DELETE /_control/faults`, `GET /_control/ledger`, `GET /_control/counts`,
 * `POST /_control/reset`, `POST /_control/vault/secrets/{name}` with `{value}`, `POST /_control/keys/{resource}` with
 * `{keys: [first, second]}`. A wrong body is a 400 that names each mistake, an unknown route a 404 that lists these.
 */
export async function serveControl(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: ControlOptions,
): Promise<void> {
  const bytes = await readBody(request);
  if (bytes === undefined) return;
  const [, area = '', ...rest] = path.split('/').slice(1).map(decodeURIComponent);
  switch (`${request.method} ${area}`) {
    case 'POST faults':
      return withBody(faultRuleSchema, bytes, response, (rule) => {
        options.faults.add(rule);
        answerJson(response, 201, rule);
      });
    case 'DELETE faults':
      options.faults.clear();
      return answerJson(response, 200, {});
    case 'GET ledger':
      return answerJson(response, 200, options.ledger.entries());
    case 'GET counts':
      return answerJson(response, 200, options.counts());
    case 'POST reset':
      options.reset();
      return answerJson(response, 200, {});
    case 'POST vault':
      return withBody(secretSchema, bytes, response, ({ value }) => rotate(rest, value, response, options.vault));
    case 'POST keys':
      return withBody(keysSchema, bytes, response, ({ keys }) => {
        const [resource = ''] = rest;
        if (options.setKeys(resource, keys)) answerJson(response, 200, {});
        else
          answerJson(response, 404, { error: { message: `There is no resource named ${JSON.stringify(resource)}.` } });
      });
    default:
      answerJson(response, 404, {
        error: { message: `${request.method} ${path} is no control route. There are: ${routes.join(', ')}.` },
      });
  }
}

const routes = [
  'POST /_control/faults',
  'DELETE /_control/faults',
  'GET /_control/ledger',
  'GET /_control/counts',
  'POST /_control/reset',
  'POST /_control/vault/secrets/{name}',
  'POST /_control/keys/{resource}',
];

function rotate(
  [collection, name]: readonly string[],
  value: string,
  response: ServerResponse,
  vault: SimulatedVault | undefined,
): void {
  if (vault === undefined)
    return answerJson(response, 409, { error: { message: 'This simulator runs without a vault.' } });
  if (collection !== 'secrets' || name === undefined || !/^[0-9a-zA-Z-]{1,127}$/.test(name))
    return answerJson(response, 400, {
      error: { message: 'A secret is named by /_control/vault/secrets/{name}, in letters, digits and hyphens.' },
    });
  vault.setSecret(name, value);
  answerJson(response, 200, {});
}

function withBody<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Buffer,
  response: ServerResponse,
  use: (value: z.infer<Schema>) => void,
): void {
  const parsed = schema.safeParse(parseJson(bytes));
  if (parsed.success) return use(parsed.data);
  const mistakes = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  answerJson(response, 400, { error: { message: 'The body is not what this route takes.', mistakes } });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
