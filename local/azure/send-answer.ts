import type { ServerResponse } from 'node:http';
import type { AzureAnswer } from './azure-error.ts';
import { azureError } from './azure-error.ts';
import type { Call } from './call.ts';
import { breakOff } from './break-off.ts';
import { trickle } from './event-writer.ts';
import { pause, untilClosed } from './pause.ts';

/** Sends a whole answer as JSON and ends. */
export function sendAnswer(response: ServerResponse, { status, body, headers }: AzureAnswer): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Sends the answer of a call that succeeded, spoilt by the call's fault if that is one of a body. */
export async function sendSuccess(call: Call, body: Readonly<Record<string, unknown>>): Promise<void> {
  const { response, fault } = call;
  call.ledger.answered(call.entry, 200);
  const text = JSON.stringify(body);
  const whole = { status: 200, body, headers: {} };
  response.setHeader('content-type', 'application/json');
  switch (fault?.kind) {
    case 'delay-first-chunk':
    case 'delay-chunks':
      response.flushHeaders();
      if (await pause(response, fault.delayMs)) response.end(text);
      return;
    case 'cut-after':
      await begin(response, text, text.slice(0, text.length / 2));
      return breakOff(response, fault.how ?? 'close');
    case 'stall':
      await begin(response, text, (fault.chunks ?? 0) === 0 ? '' : text.slice(0, text.length / 2));
      return untilClosed(response);
    case 'garbage':
      response.end('<html><body>This is not JSON.</body></html>');
      return;
    case 'truncated-json':
      response.end(text.slice(0, text.length / 2));
      return;
    case 'error-in-stream':
      return sendAnswer(response, {
        ...whole,
        body: call.word(azureError(fault.body ?? 'internal-500', call.context)).body,
      });
    case 'empty-choices':
      return sendAnswer(response, { ...whole, body: { ...body, choices: [] } });
    case 'slow':
      response.setHeader('content-length', Buffer.byteLength(text));
      response.flushHeaders();
      if (await trickle(response, text, fault.bytesPerSecond)) response.end();
      return;
    default:
      sendAnswer(response, whole);
  }
}

async function begin(response: ServerResponse, whole: string, part: string): Promise<void> {
  response.setHeader('content-length', Buffer.byteLength(whole));
  response.flushHeaders();
  if (part !== '') response.write(part);
  await pause(response, 5);
}
