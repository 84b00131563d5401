import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultSchema, type Fault } from './fault.ts';
import { faultRuleSchema } from './fault-rule.ts';
import type { FaultRule } from './fault-rule.ts';
import { ingestionFaultSchema, type IngestionFault } from './ingestion-fault.ts';
import { answerJson } from './loopback-server.ts';
import { readBody } from './read-body.ts';

/** What the control routes move: the simulator, as far as they need it. */
export type Controlled = {
  inject(rule: FaultRule): unknown;
  faultRules(): readonly FaultRule[];
  clearFaults(): void;
  ledger(): unknown;
  counts(): unknown;
  reset(): void;
  readonly resources: Readonly<Record<string, ControlledResource>>;
  readonly vault?: { setSecret(name: string, value: string): void; fail(mode: Fault | undefined): void };
  readonly identity?: { fail(mode: Fault | undefined): void };
  readonly oidc?: { fail(mode: Fault | undefined): void; rotate(options: { withdraw?: boolean | undefined }): void };
  readonly ingestion?: { fail(mode: IngestionFault | undefined): void; envelopes(): unknown };
};

type ControlledResource = {
  setKeys(keys: readonly [string, string]): void;
  stop(): Promise<void>;
  start(): Promise<void>;
};

/**
 * Serves the control routes on the main listener, each with a JSON body and a JSON answer.
 *
 * `POST faults` (a fault rule) and `GET faults`, both answered with the rules in force, `DELETE faults`, `GET ledger`, `GET counts`, `POST reset`, `POST keys/{resource}`
 * (`{keys: [first, second]}`), `POST resources/{resource}/stop|start`, `POST vault/secrets/{name}` (`{value}`, a new
 * version), `GET telemetry` (what ingestion took), `POST vault/fault`, `POST oidc/rotate` (`{withdraw}`), `POST identity/fault`, `POST oidc/fault` and `POST ingestion/fault`
 * (`{fault}`, null mends; ingestion may also take batches `in-part`). A wrong body is a 400 that names each
 * mistake, something that is not simulated a 404, an unknown route a 404 that lists these.
 */
export async function serveControl(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
): Promise<void> {
  const bytes = await readBody(request);
  if (bytes === undefined) return;
  const route = `${request.method} ${path.replace(/^\/_control\/?/, '')}`;
  for (const [pattern, serve] of routes) {
    const match = pattern.exec(route);
    if (match === null) continue;
    const { status, body } = await serve(controlled, parseJson(bytes), match.groups?.['name'] ?? '');
    return answerJson(response, status, body);
  }
  const { status, body } = refusal(
    404,
    `${request.method} ${path} is no control route. There are: ${routeNames.join(', ')}.`,
  );
  answerJson(response, status, body);
}

type ControlAnswer = { readonly status: number; readonly body: unknown };
type Serve = (controlled: Controlled, body: unknown, name: string) => ControlAnswer | Promise<ControlAnswer>;

const secretSchema = z.strictObject({ value: z.string() });
const keysSchema = z.strictObject({ keys: z.tuple([z.string().min(1), z.string().min(1)]).readonly() });
const rotationSchema = z.strictObject({ withdraw: z.boolean().optional() });
const serviceFaultSchema = z.strictObject({ fault: faultSchema.nullable() });
const ingestionFaultedSchema = z.strictObject({ fault: ingestionFaultSchema.nullable() });

const routeNames = [
  'POST /_control/faults',
  'GET /_control/faults',
  'DELETE /_control/faults',
  'GET /_control/ledger',
  'GET /_control/counts',
  'POST /_control/reset',
  'POST /_control/keys/{resource}',
  'POST /_control/resources/{resource}/stop',
  'POST /_control/resources/{resource}/start',
  'POST /_control/vault/secrets/{name}',
  'POST /_control/vault/fault',
  'POST /_control/identity/fault',
  'POST /_control/oidc/rotate',
  'POST /_control/oidc/fault',
  'POST /_control/ingestion/fault',
  'GET /_control/telemetry',
];

const routes: readonly (readonly [RegExp, Serve])[] = [
  [
    /^POST faults$/,
    (controlled, body) =>
      withBody(
        faultRuleSchema,
        body,
        (rule) => controlled.inject(rule),
        () => faultsInForce(controlled),
      ),
  ],
  [/^GET faults$/, (controlled) => ({ status: 200, body: faultsInForce(controlled) })],
  [/^DELETE faults$/, (controlled) => done(controlled.clearFaults())],
  [/^GET ledger$/, (controlled) => ({ status: 200, body: controlled.ledger() })],
  [/^GET counts$/, (controlled) => ({ status: 200, body: controlled.counts() })],
  [/^POST reset$/, (controlled) => done(controlled.reset())],
  [
    /^POST keys\/(?<name>[^/]+)$/,
    ({ resources }, body, name) =>
      withFound(resources[name], `resource named ${name}`, (resource) =>
        withBody(keysSchema, body, ({ keys }) => resource.setKeys(keys)),
      ),
  ],
  [
    /^POST resources\/(?<name>[^/]+)\/stop$/,
    ({ resources }, _body, name) =>
      withFound(resources[name], `resource named ${name}`, async (resource) => done(await resource.stop())),
  ],
  [
    /^POST resources\/(?<name>[^/]+)\/start$/,
    ({ resources }, _body, name) =>
      withFound(resources[name], `resource named ${name}`, async (resource) => done(await resource.start())),
  ],
  [
    /^POST vault\/secrets\/(?<name>[0-9a-zA-Z-]{1,127})$/,
    ({ vault }, body, name) =>
      withFound(vault, 'vault', (found) => withBody(secretSchema, body, ({ value }) => found.setSecret(name, value))),
  ],
  [
    /^POST vault\/fault$/,
    ({ vault }, body) =>
      withFound(vault, 'vault', (found) =>
        withBody(serviceFaultSchema, body, ({ fault }) => found.fail(fault ?? undefined)),
      ),
  ],
  [
    /^POST identity\/fault$/,
    ({ identity }, body) =>
      withFound(identity, 'identity endpoint', (found) =>
        withBody(serviceFaultSchema, body, ({ fault }) => found.fail(fault ?? undefined)),
      ),
  ],
  [
    /^POST oidc\/rotate$/,
    ({ oidc }, body) =>
      withFound(oidc, 'tenant', (found) => withBody(rotationSchema, body, (rotation) => found.rotate(rotation))),
  ],
  [
    /^POST oidc\/fault$/,
    ({ oidc }, body) =>
      withFound(oidc, 'tenant', (found) =>
        withBody(serviceFaultSchema, body, ({ fault }) => found.fail(fault ?? undefined)),
      ),
  ],
  [
    /^POST ingestion\/fault$/,
    ({ ingestion }, body) =>
      withFound(ingestion, 'ingestion endpoint', (found) =>
        withBody(ingestionFaultedSchema, body, ({ fault }) => found.fail(fault ?? undefined)),
      ),
  ],
  [
    /^GET telemetry$/,
    ({ ingestion }) =>
      withFound(ingestion, 'ingestion endpoint', (found) => ({ status: 200, body: found.envelopes() })),
  ],
];

/** Of rules that match a call the first one is played, until it has been played as often as it says. */
function faultsInForce(controlled: Controlled): object {
  return { inForce: controlled.faultRules() };
}

function done(_result: unknown): ControlAnswer {
  return { status: 200, body: {} };
}

function refusal(status: number, message: string): ControlAnswer {
  return { status, body: { error: { message } } };
}

function withFound<Found>(
  found: Found | undefined,
  what: string,
  use: (found: Found) => ControlAnswer | Promise<ControlAnswer>,
): ControlAnswer | Promise<ControlAnswer> {
  return found === undefined ? refusal(404, `This simulator has no ${what}.`) : use(found);
}

function withBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  use: (value: z.infer<Schema>) => unknown,
  answer: () => object = () => ({}),
): ControlAnswer {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    use(parsed.data);
    return { status: 200, body: answer() };
  }
  const mistakes = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { status: 400, body: { error: { message: 'The body is not what this route takes.', mistakes } } };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
