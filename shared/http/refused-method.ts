import { GatewayError } from '../errors.ts';
import { findServedRoute } from './served-routes.ts';

/**
 * Why a method is refused on a path that is served with others, which `Allow` names (RFC 9110 §15.5.6). `undefined` for
 * a path that is not served at all, or with this very method. `path` holds the decoded segments.
 */
export function refusedMethod(path: readonly string[], method: string): GatewayError | undefined {
  const route = findServedRoute(path);
  if (route === undefined || route.methods.includes(method)) {
    return undefined;
  }
  const usual = route.methods.filter((each) => each !== 'HEAD' && each !== 'OPTIONS');
  return new GatewayError('method_not_allowed', `Send ${usual.join(' or ')} to ${route.path}.`, {
    headers: { allow: route.methods.join(', ') },
  });
}
