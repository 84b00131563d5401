import { app } from '@azure/functions';
import { GatewayError } from '../shared/errors.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { refusedOperation } from '../shared/http/refused-operation.ts';
import { refusedMethod } from '../shared/http/refused-method.ts';
import { worker } from './app.ts';

/**
 * Whatever no other function serves: 405 where the path is served with other methods, else 404, in the shape a client
 * library understands and with what would be right.
 */
export function unknownRoute(exchange: Exchange): never {
  throw (
    refusedMethod(exchange.path, exchange.arrival.method) ??
    refusedOperation(exchange.path, exchange.query.get('api-version')) ??
    new GatewayError('route_not_found', 'Nothing is served on this path. GET /docs lists the routes.')
  );
}

// Functions tries overlapping routes in the alphabetical order of the functions' names: a catch-all must be the last.
// A method that no function takes it answers itself, with a 404 that says nothing; so all of them are taken here.
app.http('zz-unknown-route', {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  authLevel: 'anonymous',
  route: '{*path}',
  handler: openEndpoint(unknownRoute, worker),
});
