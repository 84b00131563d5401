import { parseRouteTemplate } from './route-template.ts';
import type { RegisteredFunction } from './worker-message.ts';

/** A function that is called over HTTP, and where. */
export type HttpRoute = {
  readonly functionName: string;
  /** Name of the trigger's binding, under which its input travels. */
  readonly bindingName: string;
  /** With the route prefix, without a slash in front. */
  readonly template: string;
  /** In upper case; empty means every method. */
  readonly methods: readonly string[];
  readonly authLevel: 'anonymous' | 'function' | 'admin';
  match(path: string): Readonly<Record<string, string>> | undefined;
};

/**
 * The HTTP functions among `functions` in the order in which the real host tries them: by function name, however
 * specific a route is.
 */
export function listHttpRoutes(functions: readonly RegisteredFunction[], routePrefix: string): readonly HttpRoute[] {
  return functions
    .flatMap((registered) => routeOf(registered, routePrefix))
    .sort((a, b) => a.functionName.localeCompare(b.functionName, 'en'));
}

/** The first route that takes this method and path. A path known under other methods only is nobody's. */
export function findHttpRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): { route: HttpRoute; values: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    if (route.methods.length > 0 && !route.methods.includes(method)) continue;
    const values = route.match(path);
    if (values !== undefined) return { route, values };
  }
  return undefined;
}

function routeOf(registered: RegisteredFunction, routePrefix: string): HttpRoute[] {
  const [bindingName, trigger] = Object.entries(registered.bindings).find(([, binding]) => isHttp(binding)) ?? [];
  if (bindingName === undefined || trigger === undefined) return [];
  const route = typeof trigger['route'] === 'string' ? trigger['route'] : registered.name;
  const template = [routePrefix, route].filter((part) => part !== '').join('/');
  const { match } = parseRouteTemplate(template);
  const methods = Array.isArray(trigger['methods'])
    ? trigger['methods'].map((method) => String(method).toUpperCase())
    : [];
  return [{ functionName: registered.name, bindingName, template, methods, authLevel: authLevelOf(trigger), match }];
}

function isHttp(binding: Readonly<Record<string, unknown>>): boolean {
  return String(binding['type']).toLowerCase() === 'httptrigger';
}

function authLevelOf(trigger: Readonly<Record<string, unknown>>): HttpRoute['authLevel'] {
  const level = typeof trigger['authLevel'] === 'string' ? trigger['authLevel'].toLowerCase() : 'function';
  return level === 'anonymous' || level === 'admin' ? level : 'function';
}
