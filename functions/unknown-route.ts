import { app } from '@azure/functions';
import { GatewayError } from '../shared/errors.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { refusedOperation } from '../shared/http/refused-operation.ts';
import { worker } from './app.ts';

/** Whatever no other function serves: 404 that names the route, in the shape a client library understands. */
export function unknownRoute(exchange: Exchange): never {
  throw (
    refusedOperation(exchange.path, exchange.query.get('api-version')) ??
    new GatewayError(
      'route_not_found',
      `${exchange.arrival.method} on this path is not served here. See README for the routes.`,
    )
  );
}

// Functions tries overlapping routes in the alphabetical order of the functions' names: a catch-all must be the last.
app.http('zz-unknown-route', {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  authLevel: 'anonymous',
  route: '{*path}',
  handler: openEndpoint(unknownRoute, worker),
});
