import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import type { ClosedLabels } from './closed-labels.ts';

/** What is counted of attempts and of what leads from one to the next. `result` is `succeeded` or the kind of failure. */
export type AttemptFamilies = {
  attempted(deployment: string, result: string): void;
  /** A call whose turn at one deployment failed has another, there or elsewhere. */
  movedOn(from: string, to: string): void;
  /** An attempt was held back, because its deployment would only have refused it. */
  paced(deployment: string): void;
  credentialReplaced(deployment: string): void;
  circuitOpened(deployment: string): void;
};

/** Registers the families of attempts. Each deployment has its series from the start, so that the first event is seen as one. */
export function createAttemptFamilies(
  { Counter }: typeof Prometheus,
  registry: Prometheus.Registry,
  closed: ClosedLabels,
  deployments: readonly string[],
): AttemptFamilies {
  const registers = [registry];
  const attempts = new Counter({
    name: prometheus.attempts,
    help: 'Attempts that went up, by what came of them; of a stream, until its first output.',
    labelNames: ['deployment', 'result'],
    registers,
  });
  const byDeployment = (name: string, help: string) => {
    const counter = new Counter({ name, help, labelNames: ['deployment'], registers });
    deployments.forEach((deployment) => counter.inc({ deployment }, 0));
    return (deployment: string) => counter.inc({ deployment: closed.deployment(deployment) });
  };
  const retried = byDeployment(
    prometheus.retries,
    'Failed turns behind which a call had another at the same deployment.',
  );
  const failedOver = byDeployment(
    prometheus.failovers,
    'Failed turns behind which a call went on to another deployment.',
  );
  return {
    attempted: (deployment, result) => attempts.inc({ deployment: closed.deployment(deployment), result }),
    movedOn: (from, to) => (from === to ? retried(from) : failedOver(from)),
    paced: byDeployment(
      prometheus.pacedAttempts,
      'Attempts held back, because the deployment has no quota left for them.',
    ),
    credentialReplaced: byDeployment(
      prometheus.credentialReplacements,
      'Attempts repeated with another credential, because the deployment refused the first.',
    ),
    circuitOpened: byDeployment(prometheus.circuitOpenings, 'Times the circuit breaker of a deployment opened.'),
  };
}
