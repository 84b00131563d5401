import type { Readable } from 'node:stream';
import { GatewayError } from '../errors.ts';

/**
 * The whole body of a request, off its connection. Rejects with `request_too_large` as soon as there are more than
 * `maxBytes`, and with `caller_gone` when the connection closes first. A request can be read once.
 */
export function receiveBody(request: Readable, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (request.readableDidRead) throw new TypeError('The request has been read already.');
    const pieces: Buffer[] = [];
    let length = 0;
    const leave = () => {
      request.off('data', take).off('end', finish).off('close', breakOff);
    };
    const take = (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length <= maxBytes) return;
      leave();
      // What is left is read and dropped: unread, it would keep the answer from a caller who sends before it reads.
      request.on('data', drop);
      reject(new GatewayError('request_too_large', `The request body is larger than ${maxBytes} bytes.`));
    };
    const finish = () => {
      leave();
      resolve(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, length));
    };
    const breakOff = () => {
      leave();
      reject(new GatewayError('caller_gone', 'The caller hung up before its request was whole.'));
    };
    request.on('data', take).on('end', finish).on('close', breakOff);
    if (request.destroyed) breakOff();
  });
}

function drop(): void {}
