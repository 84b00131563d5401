/** The names of the configuration: what labels may say of callers, models and deployments. */
export type ConfiguredNames = {
  readonly callers: Iterable<string>;
  /** Aliases. */
  readonly models: Iterable<string>;
  readonly deployments: Iterable<string>;
};

/** Turns what a call says into a label's value, of which there are never more than the configuration has names. */
export type ClosedLabels = {
  caller(name: string): string;
  /** An alias, or a deployment that was asked for by its own name. */
  model(name: string): string;
  /** `none` where nothing served. */
  deployment(name: string | null): string;
};

/**
 * Labels that no caller can multiply: whatever the configuration does not name is `other`. Each new value of a label is
 * a new series in the memory of this process and of whoever scrapes it.
 */
export function createClosedLabels({ callers, models, deployments }: ConfiguredNames): ClosedLabels {
  const callerNames = new Set(callers);
  const deploymentNames = new Set(deployments);
  const modelNames = new Set([...models, ...deploymentNames]);
  return {
    caller: (name) => known(name, callerNames),
    model: (name) => known(name, modelNames),
    deployment: (name) => (name === null ? 'none' : known(name, deploymentNames)),
  };
}

function known(name: string, names: ReadonlySet<string>): string {
  return names.has(name) ? name : 'other';
}
