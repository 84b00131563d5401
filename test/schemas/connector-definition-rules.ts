import { closedTo, mapOf, ref, text, texts, uri, type Rule } from './rule.ts';

/**
 * The rules of Power Platform's connectors for a definition, as the schema `schemas/apiDefinition.swagger.schema.json` of
 * microsoft/PowerPlatformConnectors has them (commit 1b272466, 2024), said in own words and in one shape for each place:
 * the members of OpenAPI 2.0, and of the `x-ms-` members only those that the platform knows there. Draft 7. The schema itself
 * is stricter in what the connectors here do not use: about the parts of some `x-ms-` members, and about which of them a header,
 * a query and a form may have.
 */
export const connectorDefinitionRules = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://sluice.example.com/connector-definition',
  ...closed(
    {
      swagger: { const: '2.0' },
      info: ref('info'),
      host: { type: 'string', pattern: '^[^{}/ :\\\\]+(?::\\d+)?$' },
      basePath: { type: 'string', pattern: '^/' },
      schemes: { type: 'array', uniqueItems: true, items: { enum: ['http', 'https', 'ws', 'wss'] } },
      consumes: { ...texts(), uniqueItems: true },
      produces: { ...texts(), uniqueItems: true },
      paths: { type: 'object', patternProperties: { '^/': ref('path'), ...extensions() }, additionalProperties: false },
      definitions: mapOf(ref('schema')),
      parameters: mapOf(ref('parameter')),
      responses: mapOf(ref('response')),
      security: ref('security'),
      securityDefinitions: mapOf(ref('securityDefinition')),
      tags: { type: 'array', uniqueItems: true, items: ref('tag') },
      externalDocs: ref('externalDocs'),
      'x-ms-capabilities': { type: 'object' },
      'x-ms-connector-metadata': {
        type: 'array',
        items: {
          type: 'object',
          required: ['propertyName', 'propertyValue'],
          properties: { propertyName: text(), propertyValue: text() },
        },
      },
      'x-ms-docs': {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['url', 'description'],
          properties: { url: uri(), description: text() },
          additionalProperties: false,
        },
      },
    },
    ['swagger', 'info', 'paths'],
  ),
  definitions: {
    info: closed(
      {
        title: text(),
        version: text(),
        description: text(),
        termsOfService: text(),
        contact: closed({ name: text(), url: uri(), email: { type: 'string', format: 'email' } }),
        license: closed({ name: text(), url: uri() }, ['name']),
        'x-ms-deployment-version': { type: 'string', pattern: '^\\d+(\\.\\d+)+$' },
        'x-ms-api-annotation': { type: 'object' },
      },
      ['title', 'version'],
    ),
    tag: closed({ name: text(), description: text(), externalDocs: ref('externalDocs') }, ['name']),
    externalDocs: closed({ description: text(), url: uri() }, ['url']),
    security: { type: 'array', uniqueItems: true, items: mapOf({ ...texts(), uniqueItems: true }) },
    securityDefinition: {
      oneOf: [
        security({ type: { const: 'basic' } }),
        security({ type: { const: 'apiKey' }, name: text(), in: { enum: ['header', 'query'] } }),
        security({ ...flow('implicit'), authorizationUrl: uri() }),
        security({ ...flow('password'), tokenUrl: uri() }),
        security({ ...flow('application'), tokenUrl: uri() }),
        security({ ...flow('accessCode'), authorizationUrl: uri(), tokenUrl: uri() }),
      ],
    },
    path: closed({
      $ref: text(),
      ...Object.fromEntries(
        ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map((method) => [method, ref('operation')]),
      ),
      parameters: ref('parameters'),
      'x-ms-notification-content': { type: 'object' },
    }),
    operation: closed(
      {
        tags: { ...texts(), uniqueItems: true },
        summary: text(),
        description: text(),
        externalDocs: ref('externalDocs'),
        operationId: text(),
        produces: { ...texts(), uniqueItems: true },
        consumes: { ...texts(), uniqueItems: true },
        parameters: ref('parameters'),
        responses: {
          type: 'object',
          minProperties: 1,
          patternProperties: {
            '^([0-9]{3}|default)$': { anyOf: [ref('response'), ref('reference')] },
            ...extensions(),
          },
          additionalProperties: false,
        },
        schemes: { type: 'array' },
        deprecated: { type: 'boolean' },
        security: ref('security'),
        ...anything('api-annotation', 'capabilities', 'operation-context', 'trigger-metadata', 'notification'),
        'x-ms-no-generic-test': { type: 'boolean' },
        'x-ms-pageable': { type: 'object', required: ['nextLinkName'] },
        'x-ms-safe-operation': { type: 'boolean' },
        'x-ms-summary': text(),
        'x-ms-trigger': { enum: ['batch', 'single'] },
        'x-ms-trigger-hint': text(),
        'x-ms-visibility': visibility(),
      },
      ['responses'],
    ),
    parameters: { type: 'array', uniqueItems: true, items: { anyOf: [ref('parameter'), ref('reference')] } },
    parameter: { oneOf: [ref('bodyParameter'), ref('plainParameter')] },
    bodyParameter: closed(
      {
        description: text(),
        name: text(),
        in: { const: 'body' },
        required: { type: 'boolean' },
        schema: ref('schema'),
        ...lists(),
        ...labels(),
      },
      ['name', 'in', 'schema'],
    ),
    plainParameter: {
      ...closed(
        {
          ...plain(),
          required: { type: 'boolean' },
          in: { enum: ['header', 'query', 'formData', 'path'] },
          name: text(),
          allowEmptyValue: { type: 'boolean' },
          ...lists(),
          ...labels(),
          ...anything('enum-values', 'localizeDefaultValue', 'parameter-location', 'skip-url-encoding'),
          'x-ms-trigger-value': { type: 'object', minProperties: 1 },
          'x-ms-url-encoding': { enum: ['double', 'single'] },
        },
        ['name', 'in', 'type'],
      ),
      anyOf: [
        { properties: { in: { not: { const: 'path' } } } },
        { required: ['required'], properties: { required: { const: true } } },
      ],
    },
    response: closed(
      {
        description: text(),
        schema: { anyOf: [ref('schema'), closed({ type: { const: 'file' }, title: text() }, ['type'])] },
        headers: mapOf(closed({ ...plain(), 'x-ms-summary': text(), 'x-ms-visibility': visibility() }, ['type'])),
        examples: { type: 'object' },
        'x-ms-summary': text(),
      },
      ['description'],
    ),
    reference: closedTo({ $ref: text() }, ['$ref']),
    plainItems: closed(plain()),
    schema: closed({
      $ref: text(),
      title: text(),
      ...bounds(),
      format: format(),
      enum: { type: 'array', minItems: 1, uniqueItems: true },
      type: { enum: ['string', 'number', 'integer', 'boolean', 'array', 'object'] },
      description: text(),
      ...count('maxProperties', 'minProperties'),
      required: { ...texts(), uniqueItems: true, minItems: 1 },
      additionalProperties: { anyOf: [ref('schema'), { type: 'boolean' }] },
      items: { anyOf: [ref('schema'), { type: 'array', minItems: 1, items: ref('schema') }] },
      allOf: { type: 'array', minItems: 1, items: ref('schema') },
      properties: mapOf(ref('schema')),
      discriminator: text(),
      readOnly: { type: 'boolean' },
      xml: { type: 'object' },
      externalDocs: ref('externalDocs'),
      example: {},
      ...lists(),
      ...labels(),
      ...anything('enum', 'enum-values', 'localizeDefaultValue', 'media-kind', 'notification-url'),
      ...anything('dynamic-schema', 'dynamic-properties'),
    }),
  },
};

/** Extensions of one's own are free everywhere. */
function extensions(): Rule {
  return { '^x-(?!ms-)': {} };
}

function closed(properties: Rule, required: readonly string[] = []): Rule {
  return { ...closedTo(properties, required), patternProperties: extensions() };
}

function anything(...names: readonly string[]): Rule {
  return Object.fromEntries(names.map((name) => [`x-ms-${name}`, {}]));
}

function visibility(): Rule {
  return { enum: ['important', 'advanced', 'internal'] };
}

function labels(): Rule {
  return { 'x-ms-summary': text(), 'x-ms-test-value': {}, 'x-ms-visibility': visibility() };
}

function format(): Rule {
  const numbers = ['int32', 'int64', 'float', 'double'];
  return {
    enum: [...numbers, 'byte', 'binary', 'date', 'date-time', 'password', 'date-no-tz', 'email', 'html', 'uri', 'uuid'],
  };
}

function count(...names: readonly string[]): Rule {
  return Object.fromEntries(names.map((name) => [name, { type: 'integer', minimum: 0 }]));
}

function bounds(): Rule {
  return {
    default: {},
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    maximum: { type: 'number' },
    minimum: { type: 'number' },
    exclusiveMaximum: { type: 'boolean' },
    exclusiveMinimum: { type: 'boolean' },
    ...count('maxLength', 'minLength', 'maxItems', 'minItems'),
    pattern: { type: 'string', format: 'regex' },
    uniqueItems: { type: 'boolean' },
  };
}

/** What stands outside a body: a plain value, or an array of plain values. */
function plain(): Rule {
  return {
    ...bounds(),
    description: text(),
    type: { enum: ['string', 'number', 'boolean', 'integer', 'array'] },
    format: format(),
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    items: ref('plainItems'),
    collectionFormat: { enum: ['csv', 'ssv', 'tsv', 'pipes', 'multi'] },
  };
}

function lists(): Rule {
  const given = { type: 'object', additionalProperties: false, minProperties: 1, maxProperties: 1 };
  return {
    'x-ms-dynamic-values': {
      type: 'object',
      required: ['operationId'],
      properties: {
        operationId: text(),
        parameters: { type: 'object' },
        'value-collection': text(),
        'value-title': text(),
        'value-path': text(),
      },
    },
    'x-ms-dynamic-list': {
      type: 'object',
      required: ['operationId'],
      properties: {
        operationId: text(),
        parameters: mapOf({ ...given, properties: { value: {}, parameterReference: text() } }),
        itemsPath: text(),
        itemTitlePath: text(),
        itemValuePath: text(),
      },
    },
    'x-ms-dynamic-tree': { type: 'object' },
  };
}

function security(properties: Rule): Rule {
  const required = Object.keys(properties).filter((name) => name !== 'scopes');
  return closed({ ...properties, description: text() }, required);
}

function flow(name: string): Rule {
  return { type: { const: 'oauth2' }, flow: { const: name }, scopes: mapOf(text()) };
}
