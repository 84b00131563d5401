import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import type { InstanceFigures } from './instance-figures.ts';

/** Puts figures into the families of the instance. */
export type ShowFigures = (figures: InstanceFigures) => void;

/** Registers the families of how the instance stands. What does not exist in this configuration has no series. */
export function createInstanceFamilies(
  { Counter, Gauge }: typeof Prometheus,
  registry: Prometheus.Registry,
): ShowFigures {
  const registers = [registry];
  const gauge = (name: string, help: string) => showing(new Gauge({ name, help, labelNames: [], registers }));
  const counter = (name: string, help: string) => showing(new Counter({ name, help, labelNames: [], registers }));
  const ofDeployments = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['deployment'], registers });

  const requestsInFlight = gauge(prometheus.requestsInFlight, 'HTTP requests under way, this scrape included.');
  const circuit = ofDeployments(
    prometheus.circuitState,
    'Circuit breaker of a deployment as this instance sees it: 0 closed, 1 half-open, 2 open.',
  );
  const credential = ofDeployments(
    prometheus.credentialState,
    'Credential of a deployment: 0 not read yet, 1 ok, 2 an older one serves, 3 there is none.',
  );
  const reads = new Counter({
    name: prometheus.credentialRefreshes,
    help: 'Reads of the credential of a deployment. Deployments that share a secret share its reads.',
    labelNames: ['deployment'],
    registers,
  });
  const storeUp = gauge(prometheus.storeUp, 'Whether the store that instances share is connected.');
  const limitStoreUp = gauge(prometheus.limitStoreUp, 'Whether limits are counted where they should be.');
  const waiting = gauge(prometheus.callsWaiting, 'Calls that wait in line at a rate limit.');
  const cacheBytes = gauge(prometheus.cacheBytes, 'Memory taken by kept answers.');
  const cacheAnswers = gauge(prometheus.cacheAnswers, 'Answers kept in memory.');
  const ledgerStoreUp = gauge(prometheus.ledgerStoreUp, 'Whether the last write of usage to its store succeeded.');
  const inMemory = gauge(prometheus.ledgerInMemory, 'Records of usage that are in no store yet.');
  const spooled = gauge(prometheus.ledgerSpooled, 'Segments of usage on disk that wait for the store.');
  const written = counter(prometheus.ledgerWritten, 'Records of usage written to the store.');
  const lost = counter(prometheus.ledgerLost, 'Records of usage lost, because neither disk nor store took them.');

  const dropped = new Counter({
    name: prometheus.telemetryDropped,
    help: 'Telemetry that never reached Application Insights: refused, lost on its way or too much to hold.',
    labelNames: ['what'],
    registers,
  });

  return ({ requestsInFlight: underWay, deployments, isStoreUp, limits, cache, ledger, telemetryDropped = {} }) => {
    reads.reset();
    dropped.reset();
    for (const [what, count] of Object.entries(telemetryDropped)) {
      dropped.inc({ what }, count);
    }
    for (const each of deployments) {
      const labels = { deployment: each.name };
      circuit.set(labels, circuitStates[each.circuit]);
      credential.set(labels, credentialStates[each.credential]);
      reads.inc(labels, each.credentialReads);
    }
    requestsInFlight(underWay);
    storeUp(isStoreUp);
    limitStoreUp(limits.isStoreUp);
    waiting(limits.waiting);
    cacheBytes(cache?.bytes);
    cacheAnswers(cache?.answers);
    ledgerStoreUp(ledger && !ledger.isStoreDown);
    inMemory(ledger?.inMemory);
    spooled(ledger?.spooledSegments);
    written(ledger?.written);
    lost(ledger?.lost);
  };
}

/** Shows one value, or none. */
function showing(family: Pick<Prometheus.Gauge, 'reset' | 'remove' | 'inc'>) {
  return (value: number | boolean | undefined): void => {
    family.reset();
    if (value === undefined) family.remove();
    else family.inc(Number(value));
  };
}

const circuitStates = { closed: 0, 'half-open': 1, open: 2 } as const;
const credentialStates = { unread: 0, ok: 1, stale: 2, failed: 3 } as const;
