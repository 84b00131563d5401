/**
 * The methods that each path of the app is served with, as its functions register them: a test holds the two together.
 * Here in plain data, because the operations of the documents bring every schema along.
 */
export const servedRoutes: Readonly<Record<string, readonly string[]>> = {
  '/action-batch': ['POST'],
  '/action-chat': ['POST'],
  '/action-count-tokens': ['POST'],
  '/action-embed': ['POST'],
  '/action-generate': ['POST'],
  '/action-summarise': ['POST'],
  '/ai/generate': ['POST'],
  '/ai/providers/health': ['GET'],
  '/ai/stream': ['POST'],
  '/docs': ['GET', 'HEAD'],
  '/docs/{asset}': ['GET'],
  '/health': ['GET', 'HEAD'],
  '/health/ready': ['GET', 'HEAD'],
  '/metrics': ['GET'],
  '/metrics/by-function-key': ['GET'],
  '/openai/deployments/{deployment}/chat/completions': ['POST'],
  '/openai/deployments/{deployment}/embeddings': ['POST'],
  '/openai/health': ['GET'],
  '/openai/models': ['GET'],
  '/openai/models/{model}': ['GET'],
  '/openai/v1/chat/completions': ['POST'],
  '/openai/v1/embeddings': ['POST'],
  '/openai/v1/models': ['GET'],
  '/openai/v1/models/{model}': ['GET'],
  '/openapi.json': ['GET', 'HEAD', 'OPTIONS'],
  '/v1/batch': ['POST'],
  '/v1/budgets': ['GET'],
  '/v1/chat/completions': ['POST'],
  '/v1/embeddings': ['POST'],
  '/v1/explain': ['GET', 'POST'],
  '/v1/jobs/{id}': ['DELETE', 'GET'],
  '/v1/jobs/{id}/cancel': ['POST'],
  '/v1/limits': ['GET'],
  '/v1/messages/count_tokens': ['POST'],
  '/v1/models': ['GET'],
  '/v1/models/{model}': ['GET'],
  '/v1/summaries': ['POST'],
  '/v1/text/split': ['POST'],
  '/v1/tokens/count': ['POST'],
  '/v1/usage': ['GET'],
};

/** A path of the app, with its parameters by name, and the methods it is served with. */
export type ServedRoute = { readonly path: string; readonly methods: readonly string[] };

/** The route of a path's decoded segments, with whatever method; `undefined` where nothing is served. */
export function findServedRoute(segments: readonly string[]): ServedRoute | undefined {
  const found = Object.entries(servedRoutes).find(([path]) => isMatch(path.split('/').slice(1), segments));
  return found === undefined ? undefined : { path: found[0], methods: found[1] };
}

// Functions ignores the case of what is literal in a route.
function isMatch(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, at) => part.startsWith('{') || part.toLowerCase() === segments[at]?.toLowerCase())
  );
}
