import { GatewayError } from '../errors.ts';
import type { HttpAnswer } from './answers.ts';
import type { CallerExchange } from './exchange.ts';
import type { Worker } from './worker.ts';

/** Metrics for an admin caller. Throws `admin_required` for any other. */
export async function answerMetricsToAdmin({ call }: CallerExchange, worker: MetricsSource): Promise<HttpAnswer> {
  if (!call.caller.admin) {
    throw new GatewayError(
      'admin_required',
      'Metrics are of every caller: they take the gateway key of an admin caller.',
    );
  }
  return answerMetrics(worker);
}

/** What this instance has counted since it started and how it stands now, in Prometheus' text format. */
export async function answerMetrics({ gateway, arrivals }: MetricsSource): Promise<HttpAnswer> {
  const text = await gateway.metrics.text({ ...gateway.figures(), requestsInFlight: arrivals.underWay() });
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    body: text,
  };
}

type MetricsSource = Pick<Worker, 'gateway' | 'arrivals'>;
