import { GatewayError } from '../errors.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { usageCsv } from '../usage/usage-csv.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import type { CallerExchange } from './exchange.ts';

/**
 * What was used, as the query asks: JSON, or CSV where the query says `format=csv` or the request accepts `text/csv`. A
 * page of CSV has its cursor in `x-sluice-cursor`, and only the first page names its columns.
 */
export async function answerUsage({ query, arrival, call }: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const { format, ...parameters } = parametersOf(query);
  if (format !== undefined && format !== 'json' && format !== 'csv') {
    throw new GatewayError('invalid_request', 'format: expected json or csv.', { param: 'format' });
  }
  const answer = await gateway.usage(parameters, call);
  if (!(format === 'csv' || (format === undefined && acceptsCsv(arrival.headers.accept)))) {
    return jsonAnswer(answer);
  }
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      ...(answer.cursor === null ? {} : { 'x-sluice-cursor': answer.cursor }),
    },
    body: usageCsv(answer, parameters['cursor'] === undefined),
  };
}

/** A parameter that is given twice would be answered by one of its values; which, nobody could tell. */
function parametersOf(query: URLSearchParams): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of query) {
    if (Object.hasOwn(parameters, name)) {
      throw new GatewayError('invalid_request', `${name} is given twice.`, { param: name });
    }
    Object.defineProperty(parameters, name, { value, enumerable: true });
  }
  return parameters;
}

function acceptsCsv(accept: string | undefined): boolean {
  return /^\s*text\/csv\b/i.test(accept ?? '');
}
