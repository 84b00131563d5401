import { filesIn, textOf } from './repository-text.ts';

/** A function of the app as its file registers it. */
export type RegisteredRoute = {
  readonly functionName: string;
  readonly methods: readonly string[];
  readonly authLevel: string;
  /** As OpenAPI writes a path. Functions gives one without a route the function's name. */
  readonly path: string;
};

/** Every HTTP function, as the files of `functions/` register them. */
export function registeredRoutes(): RegisteredRoute[] {
  return filesIn('functions').flatMap((file) =>
    [
      ...(textOf(file) ?? '').matchAll(
        /app\.(http|get|post|put|patch|deleteRequest)\('([^']+)',\s*\{([\s\S]*?)\n\}\);/g,
      ),
    ].map(([, , functionName = '', options = '']) => ({
      functionName,
      methods: [...(/methods: \[([^\]]*)\]/.exec(options)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
        ([, method = '']) => method,
      ),
      authLevel: /authLevel: '(\w+)'/.exec(options)?.[1] ?? 'function',
      path: `/${/\broute: '([^']*)'/.exec(options)?.[1] ?? functionName}`,
    })),
  );
}
