import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../errors.ts';

/**
 * Whether the caller only wants to know what the call would become: `x-sluice-dry-run: true`. Throws `invalid_request`
 * for a value that is neither `true` nor `false`, because a call that was not meant would cost.
 */
export function isDryRun({ 'x-sluice-dry-run': header }: IncomingHttpHeaders): boolean {
  switch (header) {
    case 'true':
      return true;
    case undefined:
    case 'false':
      return false;
    default:
      throw new GatewayError('invalid_request', "Invalid x-sluice-dry-run: expected 'true' or 'false'.", {
        param: 'x-sluice-dry-run',
      });
  }
}

/** For a route that cannot say what would become of a call. Throws `invalid_request` for a dry run. */
export function refuseDryRun(headers: IncomingHttpHeaders): void {
  if (isDryRun(headers)) {
    throw new GatewayError('invalid_request', 'This route has no dry run. Ask with a single chat instead.', {
      param: 'x-sluice-dry-run',
    });
  }
}
