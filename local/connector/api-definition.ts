import { apiOperations } from '../../shared/http/api/api-operations.ts';
import { apiTags } from '../../shared/http/api/api-tags.ts';
import type { ConnectorOwner } from './connector-owner.ts';
import { connectorOperations } from './connector-operations.ts';
import { errorResponse } from './error-response.ts';
import type { SignIn } from './sign-in.ts';
import { swaggerOperation } from './swagger-operation.ts';
import type { SwaggerSchema } from './swagger-schema.ts';

/** The connector's definition: OpenAPI 2.0 as Power Platform and Logic Apps read it. */
export function apiDefinition(
  { security }: SignIn,
  version: string,
  { contact, email, website, privacyPolicy, host }: ConnectorOwner,
): SwaggerSchema {
  return {
    swagger: '2.0',
    info: {
      title: 'Sluice',
      description:
        'Ask the language models of your organisation, within your budget and limits: chats, prompts, summaries, ' +
        'embeddings, batches and long work, whichever deployment serves them.',
      version,
      contact: { name: contact, url: website, email },
    },
    'x-ms-connector-metadata': [
      { propertyName: 'Website', propertyValue: website },
      { propertyName: 'Privacy policy', propertyValue: privacyPolicy },
      { propertyName: 'Categories', propertyValue: 'AI;Productivity' },
    ],
    // Only until a connection is made: it says the host of its own deployment.
    host,
    basePath: '/',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    tags: tags(),
    paths: paths(),
    responses: { Error: errorResponse() },
    securityDefinitions: { [security.name]: security.definition },
    security: [{ [security.name]: Object.keys(security.definition['scopes'] ?? {}) }],
  };
}

function shown() {
  return connectorOperations.map((offered) => {
    const operation = apiOperations.find(({ id }) => id === offered.of);
    if (operation === undefined) {
      throw new Error(`${offered.operationId}: the app has no operation ${offered.of}.`);
    }
    return { offered, operation };
  });
}

function tags(): SwaggerSchema[] {
  const used = new Set(shown().map(({ operation }) => operation.tag));
  return apiTags
    .filter(({ name }) => used.has(name))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
}

function paths(): SwaggerSchema {
  const byPath = Map.groupBy(shown(), ({ operation }) => operation.path);
  return Object.fromEntries(
    [...byPath].map(([path, group]) => [
      path,
      Object.fromEntries(
        group.map(({ offered, operation }) => [operation.method, swaggerOperation(offered, operation)]),
      ),
    ]),
  );
}
