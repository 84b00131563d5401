import type { ConnectorOwner } from './connector-owner.ts';
import { brandColour } from './icon.ts';
import type { SignIn } from './sign-in.ts';
import type { SwaggerSchema } from './swagger-schema.ts';

/** The connector's properties: what a connection is asked for, and that its calls go to the host it names. */
export function apiProperties({ parameters }: SignIn, { contact, host }: ConnectorOwner): SwaggerSchema {
  return {
    properties: {
      iconBrandColor: brandColour,
      capabilities: ['actions'],
      publisher: contact,
      stackOwner: 'Your organisation',
      connectionParameters: {
        ...parameters,
        host_name: {
          type: 'string',
          uiDefinition: {
            displayName: 'Host Name',
            description: `The host of the function app, such as ${host}.`,
            tooltip: 'Without https:// and without a path.',
            constraints: { tabIndex: 1, required: 'true' },
          },
        },
      },
      policyTemplateInstances: [
        {
          templateId: 'dynamichosturl',
          title: 'Call the host that the connection names',
          parameters: { 'x-ms-apimTemplateParameter.urlTemplate': "https://@connectionParameters('host_name')" },
        },
      ],
    },
  };
}
