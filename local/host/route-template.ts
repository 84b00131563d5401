/** A route as `app.http` takes it, made ready to match paths. */
export type RouteTemplate = {
  /** The route's values for a path, by the names in the template; `undefined` when the path is another's. */
  match(path: string): Readonly<Record<string, string>> | undefined;
};

/**
 * Parses a route: literal segments (upper and lower case are the same), `{name}`, `{name?}`, `{name:constraint}` and a
 * last `{*name}` for the whole rest. Throws on what the real host knows and this one does not.
 */
export function parseRouteTemplate(template: string): RouteTemplate {
  const texts = template.split('/').filter((part) => part !== '');
  const restName = /^\{\*{1,2}(\w+)\}$/.exec(texts.at(-1) ?? '')?.[1];
  const parts = (restName === undefined ? texts : texts.slice(0, -1)).map(parsePart);

  return {
    match(path) {
      const values: Record<string, string> = {};
      // One slash at the end is not a segment, but it belongs to a rest.
      const segments = path.slice(1).split('/');
      if (segments.at(-1) === '' && (restName === undefined || segments.length <= parts.length + 1)) segments.pop();
      if (restName === undefined && segments.length > parts.length) return undefined;
      for (const [index, part] of parts.entries()) {
        const segment = segments[index];
        if (segment === undefined || segment === '') {
          if (part.kind === 'optional' && segment === undefined) continue;
          return undefined;
        }
        if (part.kind === 'literal') {
          if (segment.toLowerCase() !== part.text) return undefined;
        } else {
          if (!part.accepts.test(segment)) return undefined;
          values[part.name] = segment;
        }
      }
      if (restName !== undefined) {
        const rest = segments.slice(parts.length).join('/');
        if (rest !== '') values[restName] = rest;
      }
      return values;
    },
  };
}

type RoutePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'required' | 'optional'; readonly name: string; readonly accepts: RegExp };

const constraints: Readonly<Record<string, RegExp>> = {
  '': /./,
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  alpha: /^[a-z]*$/i,
  bool: /^(true|false)$/i,
  guid: /^\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i,
};

function parsePart(part: string): RoutePart {
  if (!/[{}]/.test(part)) return { kind: 'literal', text: part.toLowerCase() };
  const [, name, constraint = '', optional] = /^\{(\w+)(?::(\w+))?(\?)?\}$/.exec(part) ?? [];
  const accepts = constraints[constraint];
  if (name === undefined || accepts === undefined)
    throw new Error(`The embedded host cannot read "${part}" in a route.`);
  return { kind: optional === undefined ? 'required' : 'optional', name, accepts };
}
