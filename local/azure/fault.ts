import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson } from './loopback-server.ts';

/** How a simulated vault or identity endpoint fails: with a status, by silence, by a dropped connection, by throttling. */
export type Fault = z.infer<typeof faultSchema>;

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status: z.int().min(200).max(599) }).readonly(),
  z.strictObject({ kind: z.literal('hang') }).readonly(),
  z.strictObject({ kind: z.literal('reset') }).readonly(),
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: z.int().min(0) }).readonly(),
]);

/** Plays a fault on one answer. `bodyOf` words the error body for a status, as the simulated service would. */
export function playFault(fault: Fault, response: ServerResponse, bodyOf: (status: number) => unknown): void {
  switch (fault.kind) {
    case 'hang':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'status':
      answerJson(response, fault.status, bodyOf(fault.status));
      return;
    case 'throttle':
      answerJson(response, 429, bodyOf(429), { 'retry-after': String(fault.retryAfterSeconds) });
  }
}
