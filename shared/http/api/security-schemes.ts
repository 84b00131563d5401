import type { JsonObject } from '../../openai/json-object.ts';
import type { ApiOperation } from './api-operation.ts';

/** The ways to say who calls; the usual one last, because that is where the page that shows them puts the cursor. */
export const securitySchemes = {
  entra: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of Microsoft Entra ID for this app, where the gateway file names its tenant.',
  },
  functionsKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description: 'The same, as callers of Azure Functions send it; on routes that ask for one, a function key.',
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'api-key', description: 'The same, as Azure OpenAI clients send it.' },
  gatewayKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A gateway key, `sluice_…`, as OpenAI clients send theirs.',
  },
} as const satisfies Readonly<Record<string, JsonObject>>;

/** Which of them open an operation, as OpenAPI says it: any one of the list; an empty list asks for none. */
export function securityOf(access: ApiOperation['access']): readonly JsonObject[] {
  switch (access) {
    case 'open':
      return [];
    case 'function-key':
      return [{ functionsKey: [] }];
    case 'caller':
    case 'admin':
      return Object.keys(securitySchemes)
        .toReversed()
        .map((name) => ({ [name]: [] }));
  }
}
