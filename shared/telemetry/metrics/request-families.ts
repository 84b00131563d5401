import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import type { ClosedLabels } from './closed-labels.ts';

/** What is counted of requests, and of what limits and budgets did with calls. All but callers are words of the program. */
export type RequestFamilies = {
  answered(functionName: string, status: number): void;
  requestRefused(code: string): void;
  limitRefused(caller: string, kind: string): void;
  limitNoticed(caller: string, kind: string): void;
};

/** Registers the families of requests and limits. */
export function createRequestFamilies(
  { Counter }: typeof Prometheus,
  registry: Prometheus.Registry,
  closed: ClosedLabels,
): RequestFamilies {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const http = counter(prometheus.httpRequests, 'HTTP requests answered, by function and status.', [
    'function',
    'status',
  ]);
  const refused = counter(
    prometheus.requestsRefused,
    'Requests refused before they became a call of a model, by error code: keys, bodies, routes, parameters.',
    ['code'],
  );
  const refusals = counter(
    prometheus.limitRefusals,
    'Calls that a rate limit or a budget refused, by what was used up.',
    ['caller', 'kind'],
  );
  const notices = counter(
    prometheus.limitNotices,
    'Calls let pass with a notice: a budget nearly used up or exceeded, or a shadowed limit that would have refused.',
    ['caller', 'kind'],
  );
  return {
    answered: (functionName, status) => http.inc({ function: functionName, status: String(status) }),
    requestRefused: (code) => refused.inc({ code }),
    limitRefused: (caller, kind) => refusals.inc({ caller: closed.caller(caller), kind }),
    limitNoticed: (caller, kind) => notices.inc({ caller: closed.caller(caller), kind }),
  };
}
