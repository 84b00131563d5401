import { GatewayError } from '../errors.ts';
import { isJsonObject } from '../openai/json-object.ts';
import type { CallerExchange } from './exchange.ts';

/**
 * A request of the Azure Functions action of a Logic App, which waits 120 s for an answer and reads it as one JSON
 * object: the call ends before that, and a body that asks for a stream is refused with `invalid_request` when it is read.
 */
export function actionExchange(exchange: CallerExchange): CallerExchange {
  return {
    ...exchange,
    call: { ...exchange.call, deadlineMs: actionDeadlineMs },
    async readJson() {
      const body = await exchange.readJson();
      if (isJsonObject(body) && body['stream'] === true) {
        throw new GatewayError('invalid_request', "An action is answered whole: leave 'stream' out.", {
          param: 'stream',
        });
      }
      return body;
    },
  };
}

// Leaves ten seconds of the 120 for the way there and back, and for an instance that has to start.
const actionDeadlineMs = 110_000;
