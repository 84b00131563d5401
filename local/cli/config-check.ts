import { createCredentialSources } from '../../shared/secrets/credential-sources.ts';
import type { SecretValue } from '../../shared/secret-value.ts';
import { checkDeployment } from './check-deployment.ts';
import type { CheckResult } from './check-result.ts';
import { checkVerdict } from './check-verdict.ts';
import { checkSecret, secretsToCheck } from './check-secret.ts';
import { identityFor } from './identity-for.ts';
import { inParallel } from './in-parallel.ts';
import { checkSigningKeys } from './check-signing-keys.ts';
import { checkStore } from './check-store.ts';
import { checkTelemetry } from './check-telemetry.ts';
import { configuredSettings, loadConfigured } from './load-configured.ts';
import { probeFor } from './probe-request.ts';
import { storageRows } from './storage-rows.ts';
import { table } from './table.ts';
import type { CommandOptions, Terminal } from './terminal.ts';

/** Reaches every vault secret, identity, deployment, tenant and store now, and says of each whether it works and what to do. */
export async function checkConfig(terminal: Terminal, options: CommandOptions): Promise<number> {
  const config = loadConfigured(terminal, options);
  const { settings, deployments } = config;
  const { fetch, now } = terminal;
  const sourceOf = createCredentialSources({
    keyVaultUrl: settings.keyVaultUrl,
    secretTtlMs: settings.secretTtlMs,
    now: Date.now,
    ...identityFor(config, configuredSettings(terminal, options)),
  });
  const secrets = [...secretsToCheck(deployments.map(({ credential }) => credential))];
  const wanted = options.call ? 'call' : 'models';

  const secretRows = inParallel(secrets, atOnce, async ([name, reference]) =>
    row(name, await checkSecret(sourceOf(reference), now)),
  );
  const deploymentRows = inParallel(deployments, atOnce, async (deployment) => {
    const credential = () => sourceOf(deployment.credential).current();
    const probe = probeFor(deployment.model, wanted);
    return row(deployment.name, await checkDeployment(deployment, { fetch, now, credential, probe, timeLimitMs }));
  });
  const rows = [...(await secretRows), ...(await deploymentRows)];

  if (config.entra !== undefined) {
    rows.push(row(`tenant ${config.entra.tenantId}`, await checkSigningKeys(config.entra, terminal)));
  }
  rows.push(await storeRow(settings.redisUrl, now));
  const requestToken = tokensOf(sourceOf);
  for (const { name, ...found } of await storageRows(
    config,
    configuredSettings(terminal, options),
    requestToken,
    now,
  )) {
    if ('result' in found) rows.push(row(name, found.result));
    else if ('notConfigured' in found) rows.push(['-', name, '', `not configured here: ${found.notConfigured}`]);
    else rows.push(['?', name, '', `not checked: ${found.notChecked}`]);
  }
  rows.push(
    settings.insights === undefined
      ? ['-', 'telemetry', '', 'not configured here: nothing is traced']
      : row('telemetry', await checkTelemetry(settings.insights, { fetch, now, requestToken })),
  );
  terminal.print(table(withoutRepetition(rows)));
  terminal.print(`\n${checkVerdict(rows)}`);
  return rows.some(([state]) => state === 'FAILED') ? 1 : 0;
}

/** Tokens for what is no deployment, with the same words where there is none. Nothing here needs one for five minutes. */
function tokensOf(sourceOf: ReturnType<typeof createCredentialSources>) {
  return async (scope: string, clientId: string | undefined) => {
    const { value } = await sourceOf({ kind: 'managed-identity', scope, clientId }).current();
    return { token: value.reveal(), expiresOnTimestamp: Date.now() + 300_000 };
  };
}

async function storeRow(redisUrl: SecretValue | undefined, now: () => number): Promise<string[]> {
  if (redisUrl === undefined) {
    return ['-', 'store', '', 'not configured here: breakers and cached answers are kept in memory'];
  }
  return row('store', await checkStore(redisUrl.reveal(), now));
}

/** A finding as long as a sentence is told once: most often it is one thing that is wrong, met in many places. */
function withoutRepetition(rows: readonly string[][]): string[][] {
  return rows.map(([state = '', name = '', latency = '', finding = '']) => {
    const [, first = name] = rows.find(([, , , other = '']) => withoutNames(other) === withoutNames(finding)) ?? [];
    const isRepeated = first !== name && finding.length > longFinding;
    return [state, name, latency, isRepeated ? `as said of ${first}` : finding];
  });
}

/** Where only the name differs that a sentence is about, it is the same sentence. */
function withoutNames(finding: string): string {
  return finding.replaceAll(/"[^"]*"/g, '""');
}

const longFinding = 60;
const atOnce = 4;
const timeLimitMs = 15_000;

function row(name: string, { state, latencyMs, finding }: CheckResult): string[] {
  return [state === 'failed' ? 'FAILED' : state, name, `${Math.round(latencyMs)} ms`, finding];
}
