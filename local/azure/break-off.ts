import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { pause } from './pause.ts';

const broken = new WeakSet<ServerResponse>();

/** How long a reader gets to take what was written, before a reset takes back what it has not. */
const resetAfterMs = 60;

/**
 * Ends an answer too early, by the simulator's own will. `close` ends it cleanly, as a proxy that lost its upstream
 * does (a body of announced length then ends its connection short); `reset` destroys the socket, as a machine that died.
 */
export async function breakOff(response: ServerResponse, how: 'close' | 'reset'): Promise<void> {
  broken.add(response);
  if (how === 'reset') {
    await pause(response, resetAfterMs);
    // A loop that was held up runs the timer before it reads its sockets: a reader in this process has its turn first.
    await setImmediate();
    await setImmediate();
    response.socket?.resetAndDestroy();
  } else if (response.hasHeader('content-length')) response.socket?.end();
  else response.end();
}

/** Whether it was the simulator that ended this answer, not its caller. */
export function wasBrokenOff(response: ServerResponse): boolean {
  return broken.has(response);
}
