import { plainRoute } from '../../shared/config/plain-route.ts';
import { servesOperation } from '../../shared/upstream/serves-operation.ts';
import type { Config, CredentialSetting, Deployment, ModelRoute } from '../../shared/config/config.ts';
import { createCatalogue } from '../../shared/models/catalogue.ts';
import type { ModelFacts } from '../../shared/models/model-facts.ts';
import { requestParametersFor } from '../../shared/models/request-parameters.ts';
import { loadConfigured } from './load-configured.ts';
import { table } from './table.ts';
import type { CommandOptions, Terminal } from './terminal.ts';

/** Says which deployments would serve a model (by alias or deployment name), in what order, and why. */
export function explainModel(terminal: Terminal, options: CommandOptions): number {
  const config = loadConfigured(terminal, options);
  const route = findRoute(config, options.name);
  if (route === undefined) {
    const known = [...config.models.keys(), ...config.deployments.map(({ name }) => name)];
    terminal.printError(`${options.name} is neither a model nor a deployment; there are ${known.join(', ')}`);
    return 1;
  }
  const facts = createCatalogue(config.catalogue).findModel(route.model);
  terminal.print(`${options.name} runs ${route.model} (${facts.entry ?? `not in the catalogue; ${facts.source}`})`);
  terminal.print(`${windowOf(facts)}; ${parametersOf(facts)}\n`);
  terminal.print(table([headings, ...explained(route, facts)]));
  terminal.print(`\n${whyOf(route)}`);
  return 0;
}

const headings = ['PRIORITY', 'SHARE', 'DEPLOYMENT', 'AT', 'API VERSION', 'CREDENTIAL', 'SERVES'];

function findRoute(config: Config, name: string): ModelRoute | undefined {
  const deployment = config.deployments.find((candidate) => candidate.name === name);
  const route = config.models.get(name);
  if (route !== undefined || deployment === undefined) return route;
  return plainRoute(deployment.alias, deployment.model, [deployment]);
}

function explained({ deployments }: ModelRoute, facts: ModelFacts): string[][] {
  return deployments
    .toSorted((left, right) => left.priority - right.priority || right.weight - left.weight)
    .map((deployment) => [
      String(deployment.priority),
      shareOf(deployment, deployments),
      deployment.capacity.provisioned ? `${deployment.name} (provisioned)` : deployment.name,
      `${deployment.endpoint}, ${deployment.deployment}`,
      deployment.apiVersion,
      credentialOf(deployment.credential),
      operationsOf(deployment, facts),
    ]);
}

function shareOf({ weight, priority }: Deployment, deployments: readonly Deployment[]): string {
  const group = deployments.filter((other) => other.priority === priority);
  if (group.length === 1) return 'all';
  const total = group.reduce((sum, other) => sum + other.weight, 0);
  if (total === 0) return 'in file order';
  return weight === 0 ? 'last resort' : `${Math.round((weight / total) * 100)} %`;
}

function credentialOf(credential: CredentialSetting): string {
  if (credential.kind === 'key-vault') return 'vault secret';
  return credential.kind === 'setting' ? 'app setting' : 'managed identity';
}

function operationsOf(deployment: Deployment, { endpoints }: ModelFacts): string {
  const wanted = endpoints ?? ['chat', 'embeddings'];
  const operations = operationNames.filter(([endpoint]) => wanted.some((known) => known === endpoint));
  const lacking = deployment.provider === 'azure-openai' ? 'api version' : deployment.provider;
  const cell = operations.map(([, operation]) =>
    servesOperation(deployment, operation) ? operation : `no ${operation} (${lacking})`,
  );
  return cell.length === 0 ? 'nothing that Sluice serves' : cell.join(', ');
}

/** What Sluice serves, by the catalogue's word for it. */
const operationNames = [
  ['chat', 'chat/completions'],
  ['embeddings', 'embeddings'],
] as const;

function windowOf({ contextTokens, maxInputTokens, maxOutputTokens }: ModelFacts): string {
  if (contextTokens === undefined) return 'Window unknown';
  const prompt = maxInputTokens === undefined ? '' : `, prompt up to ${grouped(maxInputTokens)}`;
  const answer = maxOutputTokens === undefined ? '' : `, answer up to ${grouped(maxOutputTokens)}`;
  return `Window of ${grouped(contextTokens)} tokens${prompt}${answer}`;
}

function parametersOf(facts: ModelFacts): string {
  if (facts.endpoints?.includes('embeddings')) return 'makes embeddings';
  const { tokenParameter, temperature, reasoningEfforts } = requestParametersFor(facts);
  const efforts = reasoningEfforts.length === 0 ? '' : `, reasoning_effort ${reasoningEfforts.join('|')}`;
  const warmth = {
    accepted: 'temperature',
    refused: 'no temperature',
    'with-effort-none': 'temperature only with effort none',
  };
  return `takes ${tokenParameter}, ${warmth[temperature]}${efforts}`;
}

function whyOf({ deployments }: ModelRoute): string {
  if (deployments.length === 1) return 'There is no other deployment to fall back on.';
  return (
    'The lowest priority number is served first; within it, each deployment comes first as often as its share says.\n' +
    'When one fails, throttles or is unhealthy, the next is tried; the other priorities follow.'
  );
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
