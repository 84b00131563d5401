import { subscribe } from 'node:diagnostics_channel';
import { Server } from 'node:http';

/**
 * Lets HTTP servers that begin to listen in this process take headers of 64 KB in all, where Node's default is 16.
 *
 * The host passes on up to 32 KB (a token that names many groups is that long). What the worker's own server refuses, no
 * function ever sees: the caller waits for four minutes, and the invocation until the host ends it, worker and all. That
 * server is opened by `@azure/functions`, which has no setting for this; Node announces it on a diagnostics channel.
 */
export function raiseHeaderLimit(): void {
  subscribe('tracing:net.server.listen:asyncStart', (message) => {
    if (typeof message !== 'object' || message === null || !('server' in message)) return;
    if (message.server instanceof Server) Object.assign(message.server, { maxHeaderSize: maxHeaderBytes });
  });
}

const maxHeaderBytes = 65_536;
