import { createAdmitter } from './admission.ts';
import type { Admitter } from './admission.ts';
import type { ResourceAccess } from './authentication.ts';
import { faultOfName } from './fault-name.ts';
import { traitsOf } from './model-traits.ts';
import type { ModelTraits } from './model-traits.ts';

/** A deployment of a simulated resource. Absent limits are not enforced; `contextWindow` (tokens) replaces the model's own. */
export type DeploymentOptions = {
  model: string;
  tokensPerMinute?: number;
  requestsPerMinute?: number;
  provisioned?: boolean;
  contextWindow?: number;
};

/** Whose data plane a resource is. A deployment of OpenAI or Anthropic is a model, under the model's own name. */
export type SimulatedProvider = 'azure-openai' | 'openai' | 'anthropic';

/** A simulated resource, of Azure OpenAI unless it says otherwise. Keys default to `{resource}-key-1` and `{resource}-key-2`, `entra` to `accept`. */
export type ResourceOptions = {
  provider?: SimulatedProvider;
  region?: string;
  keys?: readonly [string, string];
  entra?: 'accept' | 'require' | 'off';
  deployments: Record<string, DeploymentOptions>;
};

export type Deployment = {
  readonly name: string;
  readonly model: string;
  readonly traits: ModelTraits;
  readonly admitter: Admitter;
};

export type Resource = {
  readonly name: string;
  readonly provider: SimulatedProvider;
  readonly region: string;
  access: ResourceAccess;
  readonly models: readonly string[];
  /** A deployment by its name. A name that asks for a fault needs no entry: it is a `gpt-4o`. */
  deployment(name: string): Deployment | undefined;
};

/** Creates the state of a resource: its access, its deployments, their admission. */
export function createResource(name: string, options: ResourceOptions, now: () => number): Resource {
  const deployments = new Map(
    Object.entries(options.deployments).map(([each, deployment]) => [each, createDeployment(each, deployment, now)]),
  );
  return {
    name,
    provider: options.provider ?? 'azure-openai',
    region: options.region ?? 'eastus2',
    access: { keys: options.keys ?? [`${name}-key-1`, `${name}-key-2`], entra: options.entra ?? 'accept' },
    models: Object.values(options.deployments).map(({ model }) => model),
    deployment(wanted) {
      const known = deployments.get(wanted);
      if (known !== undefined || faultOfName(wanted) === undefined) return known;
      const made = createDeployment(wanted, { model: 'gpt-4o' }, now);
      deployments.set(wanted, made);
      return made;
    },
  };
}

function createDeployment(name: string, options: DeploymentOptions, now: () => number): Deployment {
  const own = traitsOf(options.model);
  const contextTokens = options.contextWindow ?? own.contextTokens;
  const traits = { ...own, contextTokens, maxOutputTokens: Math.min(own.maxOutputTokens, contextTokens) };
  return { name, model: options.model, traits, admitter: createAdmitter(options, now) };
}
