import type { ConnectorOwner } from './connector-owner.ts';
import type { SwaggerSchema } from './swagger-schema.ts';

/** A way for a connection to prove who it is. Each makes a connector of its own: one can have only one. */
export type SignIn = {
  /** The folder of its connector. */
  readonly folder: 'key' | 'entra';
  /** As the connector's definition says it. */
  readonly security: { readonly name: string; readonly definition: SwaggerSchema };
  /** What is asked of whoever makes a connection, by the name of the value. */
  readonly parameters: { readonly [name: string]: SwaggerSchema };
};

/** A gateway key, in the header in which Azure OpenAI takes one. */
export const keySignIn: SignIn = {
  folder: 'key',
  security: { name: 'gateway_key', definition: { type: 'apiKey', in: 'header', name: 'api-key' } },
  parameters: {
    api_key: {
      type: 'securestring',
      uiDefinition: {
        displayName: 'Gateway Key',
        description: 'A gateway key of the caller that this connection stands for.',
        tooltip: 'It begins with sluice_.',
        constraints: { tabIndex: 2, clearText: false, required: 'true' },
      },
    },
  },
};

/** Whoever is signed in, by a token of Entra ID. The ids are those of a registration that is made for the connector. */
export const entraSignIn = ({ clientId, tenantId, audience }: ConnectorOwner): SignIn => ({
  folder: 'entra',
  security: {
    name: 'entra_id',
    definition: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://login.microsoftonline.com/common/oauth2/authorize',
      tokenUrl: 'https://login.microsoftonline.com/common/oauth2/token',
      scopes: { user_impersonation: 'Call the gateway as who is signed in.' },
    },
  },
  parameters: {
    token: {
      type: 'oauthSetting',
      oAuthSettings: {
        identityProvider: 'aad',
        clientId,
        scopes: [],
        redirectMode: 'GlobalPerConnector',
        properties: { IsFirstParty: 'False' },
        customParameters: {
          loginUri: { value: 'https://login.microsoftonline.com' },
          tenantId: { value: tenantId },
          resourceUri: { value: audience },
        },
      },
      uiDefinition: {
        displayName: 'Sign In',
        description: 'The account that this connection stands for.',
        tooltip: 'An account of your organisation.',
        constraints: { required: 'true' },
      },
    },
  },
});
