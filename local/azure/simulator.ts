import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveControl } from './control.ts';
import { createFaultList } from './fault-list.ts';
import { faultRuleSchema } from './fault-rule.ts';
import type { FaultRule } from './fault-rule.ts';
import { startIdentity } from './identity.ts';
import { startIngestion, type IngestionOptions, type SimulatedIngestion } from './ingestion.ts';
import type { SimulatedIdentity } from './identity.ts';
import { createLedger } from './ledger.ts';
import type { CallCounts, LedgerEntry } from './ledger.ts';
import { startLoopbackListener } from './loopback-listener.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import { answerJson } from './loopback-server.ts';
import { startOidc } from './oidc.ts';
import type { SimulatedOidc } from './oidc.ts';
import { createResource } from './resource.ts';
import type { Resource, ResourceOptions } from './resource.ts';
import { serveCall } from './serve-call.ts';
import { startVault } from './vault.ts';
import type { SimulatedVault } from './vault.ts';

export type SimulatorOptions = {
  /** Of the main listener; 0, the default, takes any free one. */
  port?: number;
  resources: Record<string, ResourceOptions>;
  /** Starts a vault with these secrets. */
  vaultSecrets?: Record<string, string>;
  vaultPort?: number;
  /** Starts an identity endpoint. */
  identity?: boolean;
  identityPort?: number;
  /** What callers of the identity endpoint must send as `X-IDENTITY-HEADER`. Default: random. */
  identityHeader?: string;
  /** Starts a tenant of Entra ID that signs tokens of callers. */
  oidc?: boolean;
  oidcPort?: number;
  /** Starts an Application Insights ingestion endpoint. */
  ingestion?: boolean | IngestionOptions;
  /** How long the simulated models take for each token. Default 5; 0 answers as fast as it can. */
  tokenDelayMs?: number;
  /** Epoch milliseconds, for admission and the ledger. */
  now?: () => number;
};

/** One resource at its own address, `url` without `/openai`. It can go down (connections refused, open ones reset) and come back. */
export type SimulatedResource = {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Replaces both keys at once. */
  setKeys(keys: readonly [string, string]): void;
};

export type Simulator = {
  /** The main listener: control routes under `/_control`, every resource under `/{resource}/openai/…`. */
  readonly url: string;
  readonly resources: Record<string, SimulatedResource>;
  readonly vault?: SimulatedVault;
  readonly identity?: SimulatedIdentity;
  readonly oidc?: SimulatedOidc;
  readonly ingestion?: SimulatedIngestion;
  /** Adds a fault rule behind those there are; the returned function takes it away. Throws on a rule that is none. */
  inject(rule: FaultRule): () => void;
  /** The fault rules that are in force, in the order in which they are tried. */
  faultRules(): readonly FaultRule[];
  clearFaults(): void;
  /** Every call served, oldest first, those still open included. */
  ledger(): readonly LedgerEntry[];
  counts(): CallCounts & { readonly openConnections: number };
  /** Empties ledger, counts and faults. Keys and admission stay as they are. */
  reset(): void;
  stop(): Promise<void>;
};

/** Starts the simulator on 127.0.0.1: Azure OpenAI resources, and if asked for a Key Vault and an identity endpoint. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { now = Date.now, tokenDelayMs = 5 } = options;
  const ledger = createLedger(now);
  const faults = createFaultList();
  const places = new Map<string, { resource: Resource; listener: LoopbackListener }>();

  const vault =
    options.vaultSecrets === undefined
      ? undefined
      : await startVault({ secrets: options.vaultSecrets, port: options.vaultPort ?? 0 });
  const identity =
    options.identity === true
      ? await startIdentity({
          port: options.identityPort ?? 0,
          ...(options.identityHeader === undefined ? {} : { header: options.identityHeader }),
        })
      : undefined;

  const oidc = options.oidc === true ? await startOidc({ port: options.oidcPort ?? 0, now }) : undefined;
  const { ingestion: wanted = false } = options;
  const ingestion = wanted === false ? undefined : await startIngestion(wanted === true ? {} : wanted);

  for (const [name, resourceOptions] of Object.entries(options.resources)) {
    const resource = createResource(name, resourceOptions, now);
    const listener = await startLoopbackListener(0, (request, response) =>
      serve(name, urlOf(request), request, response),
    );
    places.set(name, { resource, listener });
  }

  function serve(name: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
    const place = places.get(name);
    if (place === undefined)
      return answerJson(response, 404, { error: { code: '404', message: 'Resource not found' } });
    // Through the main listener too, a resource that is down is not there.
    if (!place.listener.isListening) return void request.socket.resetAndDestroy();
    const isUp = () => place.listener.isListening;
    void serveCall(place.resource, url, request, response, { ledger, faults, tokenDelayMs, now, isUp });
  }

  const main = await startLoopbackListener(options.port ?? 0, (request, response) => {
    const url = urlOf(request);
    if (/^\/_control(?:\/|$)/.test(url.pathname)) return void serveControl(url.pathname, request, response, simulator);
    const [, name = '', ...rest] = url.pathname.split('/');
    url.pathname = `/${rest.join('/')}`;
    serve(name, url, request, response);
  });

  const listeners = [main, ...[...places.values()].map(({ listener }) => listener)];
  const simulator: Simulator = {
    url: main.url,
    resources: Object.fromEntries(
      [...places].map(([name, { resource, listener }]) => [name, controlOf(resource, listener)]),
    ),
    ...(vault === undefined ? {} : { vault }),
    ...(identity === undefined ? {} : { identity }),
    ...(oidc === undefined ? {} : { oidc }),
    ...(ingestion === undefined ? {} : { ingestion }),
    inject: (rule) => faults.add(faultRuleSchema.parse(rule)),
    faultRules: () => faults.rules(),
    clearFaults: () => faults.clear(),
    ledger: () => ledger.entries(),
    counts: () => ({
      ...ledger.counts(),
      openConnections: listeners.reduce((sum, listener) => sum + listener.openConnections, 0),
    }),
    reset() {
      ledger.reset();
      faults.clear();
      ingestion?.clear();
    },
    async stop() {
      await Promise.all(listeners.map((listener) => listener.stop()));
      await Promise.all([vault?.stop(), identity?.stop(), oidc?.stop(), ingestion?.stop()]);
    },
  };
  return simulator;
}

function controlOf(resource: Resource, listener: LoopbackListener): SimulatedResource {
  return {
    url: listener.url,
    stop: () => listener.stop(),
    start: () => listener.start(),
    setKeys(keys) {
      resource.access = { ...resource.access, keys };
    },
  };
}

function urlOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '/', 'http://127.0.0.1') ?? new URL('http://127.0.0.1/');
}
