import type { ServerResponse } from 'node:http';
import { pause } from './pause.ts';

const broken = new WeakSet<ServerResponse>();

/**
 * Ends an answer too early, by the simulator's own will. `close` ends it cleanly, as a proxy that lost its upstream
 * does (a body of announced length then ends its connection short); `reset` destroys the socket, as a machine that died.
 */
export async function breakOff(response: ServerResponse, how: 'close' | 'reset'): Promise<void> {
  broken.add(response);
  if (how === 'reset') {
    // What was written must be read first, or the reset would take it back, even from a reader that is slow to be scheduled.
    await pause(response, 150);
    response.socket?.resetAndDestroy();
  } else if (response.hasHeader('content-length')) response.socket?.end();
  else response.end();
}

/** Whether it was the simulator that ended this answer, not its caller. */
export function wasBrokenOff(response: ServerResponse): boolean {
  return broken.has(response);
}
