import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import type { ClosedLabels } from './closed-labels.ts';
import { createDollarSums } from './dollar-sums.ts';
import type { EndedCall } from './ended-call.ts';

/** What is counted of each call that has ended; `showCosts` puts the sums of money into their counters. */
export type CallFamilies = { ended(call: EndedCall): void; showCosts(): void };

/** Registers the families of calls: how they ended, and what they used, cost and took. */
export function createCallFamilies(
  { Counter, Histogram }: typeof Prometheus,
  registry: Prometheus.Registry,
  closed: ClosedLabels,
): CallFamilies {
  const registers = [registry];
  const who = ['caller', 'model', 'deployment'] as const;
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const calls = counter(prometheus.calls, 'Calls that have ended, refused ones included.', [
    ...who,
    'operation',
    'outcome',
    'cache',
  ]);
  const errors = counter(
    prometheus.callErrors,
    'Calls that were refused or cut, by the error their callers were told.',
    ['model', 'code'],
  );
  const tokens = counter(
    prometheus.tokens,
    'Tokens used. cached and cache_write are part of input, reasoning is part of output.',
    [...who, 'kind'],
  );
  const estimated = counter(
    prometheus.estimatedCalls,
    'Calls whose tokens Sluice counted, because the upstream did not say.',
    who,
  );
  const unpriced = counter(prometheus.unpricedCalls, 'Calls whose price is unknown: their cost is in no sum.', who);
  const costs = createDollarSums(
    counter(
      prometheus.cost,
      'US dollars that calls of this instance cost. The sums of all instances: GET /v1/usage.',
      who,
    ),
  );
  const prepaid = createDollarSums(
    counter(prometheus.prepaidList, 'US dollars that prepaid calls would have cost by the token.', who),
  );
  const duration = new Histogram({
    name: prometheus.callDuration,
    help: 'From the arrival of a call to the end of its answer.',
    labelNames: ['model', 'deployment', 'operation', 'outcome'],
    buckets: [...buckets],
    registers,
  });
  const firstToken = new Histogram({
    name: prometheus.timeToFirstToken,
    help: 'From the start of the last attempt of a streamed call to its first output.',
    labelNames: ['model', 'deployment'],
    buckets: [...buckets],
    registers,
  });

  return {
    ended(call) {
      const [model, deployment] = [closed.model(call.model), closed.deployment(call.deployment)];
      const by = { caller: closed.caller(call.caller), model, deployment };
      const { operation, outcome, cache } = call;
      calls.inc({ ...by, operation, outcome, cache });
      if (call.errorCode !== null) errors.inc({ model, code: call.errorCode });
      for (const [kind, count] of tokenKinds(call)) {
        if (count > 0) tokens.inc({ ...by, kind }, count);
      }
      if (call.estimated) estimated.inc(by);
      if (call.costNanoDollars === null) unpriced.inc(by);
      else costs.add(by, call.costNanoDollars);
      if (call.listNanoDollars !== null) prepaid.add(by, call.listNanoDollars);
      duration.observe({ model, deployment, operation, outcome }, call.latencyMs / 1000);
      if (call.firstOutputMs !== null) firstToken.observe({ model, deployment }, call.firstOutputMs / 1000);
    },
    showCosts() {
      costs.show();
      prepaid.show();
    },
  };
}

function tokenKinds(call: EndedCall): [kind: string, count: number][] {
  return [
    ['input', call.promptTokens],
    ['cached', call.cachedTokens],
    ['cache_write', call.cacheWriteTokens],
    ['output', call.completionTokens],
    ['reasoning', call.reasoningTokens],
  ];
}

/** Seconds: a kept answer or an embedding at one end, a long answer shortly before Azure's front end cuts at the other. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 240] as const;
