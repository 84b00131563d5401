/** What a data-plane path asks for. `deployment` is empty where the path names none. */
export type Route = {
  readonly surface: 'dated' | 'v1';
  readonly operation: 'chat/completions' | 'completions' | 'embeddings' | 'models';
  readonly deployment: string;
  /** Of `/models/{model}`. */
  readonly model: string | undefined;
};

/** Reads a path of a resource, `/openai/…`; `undefined` where the method or the path is none the data plane has. */
export function routeOf(method: string, path: string): Route | undefined {
  const isGet = method === 'GET' || method === 'HEAD';
  const models = /^\/openai\/(v1\/)?models(?:\/([^/]+))?$/.exec(path);
  if (isGet && models !== null) {
    return {
      surface: models[1] === undefined ? 'dated' : 'v1',
      operation: 'models',
      deployment: '',
      model: decode(models[2]),
    };
  }
  if (method !== 'POST') return undefined;
  const [, deployment, dated] =
    /^\/openai\/deployments\/([^/]+)\/(chat\/completions|completions|embeddings)$/.exec(path) ?? [];
  const [, v1] = /^\/openai\/v1\/(chat\/completions|completions|embeddings)$/.exec(path) ?? [];
  const operation = operations.find((known) => known === (dated ?? v1));
  if (operation === undefined) return undefined;
  return {
    surface: dated === undefined ? 'v1' : 'dated',
    operation,
    deployment: decode(deployment) ?? '',
    model: undefined,
  };
}

/** Azure's name of an operation, as its error messages say it. */
export function operationIdOf(operation: string): string {
  return operationIds.get(operation) ?? 'Unknown_Operation';
}

const operations = ['chat/completions', 'completions', 'embeddings'] as const;

const operationIds = new Map([
  ['chat/completions', 'ChatCompletions_Create'],
  ['completions', 'Completions_Create'],
  ['embeddings', 'Embeddings_Create'],
  ['models', 'Models_List'],
]);

function decode(segment: string | undefined): string | undefined {
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
