import type { JsonObject } from '../../openai/json-object.ts';
import type { ApiOperation } from './api-operation.ts';

/** The ways to say who calls, the usual one first, and the one that needs no caller. Each is read alone, in a list of which the reader sees one. */
export const securitySchemes = {
  gatewayKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A gateway key, `sluice_…`, in the header `Authorization: Bearer`, as OpenAI clients send it.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'api-key',
    description: 'A gateway key in the header `api-key`, as Azure OpenAI clients send it.',
  },
  functionsKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description:
      'A gateway key in the header `x-functions-key`, as callers of Azure Functions send it; on routes that ask for a ' +
      'function key, that one.',
  },
  entra: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'An access token of Microsoft Entra ID for this app, in the header `Authorization: Bearer`, where the gateway file ' +
      'names its tenant.',
  },
  jobToken: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'The token in the `location` of one job, which opens that job alone, for whoever has it.',
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
      return anyOf(callerSchemes);
    case 'job-token':
      return anyOf([...callerSchemes, 'jobToken']);
  }
}

const callerSchemes = ['gatewayKey', 'apiKey', 'functionsKey', 'entra'] as const;

function anyOf(names: readonly (keyof typeof securitySchemes)[]): readonly JsonObject[] {
  return names.map((name) => ({ [name]: [] }));
}
