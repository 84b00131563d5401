import { closedTo, ref, text, texts, type Rule } from './rule.ts';

/**
 * The rules of Power Platform's connectors for their properties, as the schema `schemas/paconn-apiProperties.schema.json`
 * of microsoft/PowerPlatformConnectors has them (commit 7e2d88f2, 2026), said in own words: without the fields of Microsoft's
 * own connectors, and of the policies only those that a gateway may need. Draft 7.
 */
export const connectorPropertiesRules = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://sluice.example.com/connector-properties',
  ...closed({
    properties: {
      ...closed({
        iconBrandColor: text(),
        publisher: text(),
        stackOwner: text(),
        capabilities: texts(),
        connectionParameters: {
          type: 'object',
          additionalProperties: false,
          patternProperties: {
            '^[0-9a-zA-Z_]+$': { oneOf: [ref('plain'), ref('oauth')] },
            '^[0-9a-zA-Z_]+:(?!TenantId$)[0-9a-zA-Z_]+$': ref('plain'),
          },
        },
        policyTemplateInstances: { type: 'array', items: { oneOf: [ref('dynamicHost'), ref('setHeader')] } },
      }),
      required: ['iconBrandColor'],
    },
  }),
  required: ['properties'],
  definitions: {
    plain: {
      ...closed({
        type: { enum: ['string', 'securestring', 'int', 'bool'] },
        allowedValues: { type: 'array' },
        defaultValue: text(),
        uiDefinition: ref('uiDefinition'),
      }),
      required: ['type'],
    },
    oauth: {
      ...closed({ type: { const: 'oauthSetting' }, oAuthSettings: ref('aad'), uiDefinition: ref('uiDefinition') }),
      required: ['type'],
    },
    aad: {
      ...closed({
        identityProvider: { const: 'aad' },
        clientId: { type: ['string', 'null'] },
        clientSecret: { type: ['string', 'null'] },
        redirectMode: { enum: ['Global', 'Direct', 'GlobalPerConnector'] },
        redirectUrl: { type: 'string', format: 'uri' },
        scopes: texts(),
        properties: {
          type: 'object',
          required: ['IsFirstParty'],
          properties: { IsFirstParty: { enum: ['True', 'False'] } },
        },
        customParameters: {
          ...closed({ resourceUri: ref('value'), loginUri: ref('value'), tenantId: ref('value') }),
          required: ['resourceUri'],
        },
      }),
      required: ['identityProvider'],
    },
    value: { type: 'object', required: ['value'], properties: { value: text() } },
    uiDefinition: closed({
      schema: closed({ type: text(), description: text() }),
      displayName: text(),
      description: text(),
      tooltip: text(),
      tabIndex: { type: 'integer' },
      constraints: closed({
        clearText: { type: 'boolean' },
        required: text(),
        tabIndex: { type: 'integer' },
        capability: texts(),
        hidden: text(),
        allowedValues: { type: 'array' },
        dependencies: { type: 'object' },
      }),
    }),
    dynamicHost: policy(['dynamichosturl', 'DynamicHostUrl', 'dynamicHostUrl'], { urlTemplate: text() }, []),
    setHeader: policy(
      ['setheader', 'SetHeader', 'setHeader'],
      { name: text(), value: text(), existsAction: { enum: ['override', 'skip', 'append'] } },
      ['existsAction'],
    ),
  },
};

function closed(properties: Rule): Rule {
  return closedTo(properties, []);
}

function policy(templateIds: readonly string[], parameters: Rule, optional: readonly string[]): Rule {
  const named = Object.entries(parameters).map(
    ([name, rule]) => [`x-ms-apimTemplateParameter.${name}`, rule, optional.includes(name)] as const,
  );
  return {
    ...closed({
      templateId: { enum: templateIds },
      title: text(),
      parameters: {
        ...closed({
          'x-ms-apimTemplate-operationName': texts(),
          'x-ms-apimTemplate-policySection': { enum: ['Request', 'Response', 'Failure'] },
          ...Object.fromEntries(named.map(([name, rule]) => [name, rule])),
        }),
        required: named.flatMap(([name, , isOptional]) => (isOptional ? [] : [name])),
      },
    }),
    required: ['templateId'],
  };
}
