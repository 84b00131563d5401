import type { CallerOperation } from '../config/caller-operations.ts';
import type { Caller } from '../config/config.ts';
import { GatewayError } from '../errors.ts';

/** Refuses, with `operation_not_allowed`, what the caller's entry in the gateway file does not let it do. */
export function permit(operation: CallerOperation, { name, operations }: Pick<Caller, 'name' | 'operations'>): void {
  if (operations?.has(operation) === false) {
    throw new GatewayError(
      'operation_not_allowed',
      `The caller ${name} may not use ${operation}. It may use: ${[...operations].join(', ') || 'nothing'}.`,
    );
  }
}
