/** Whose connectors these are, and whose gateway they call. */
export type ConnectorOwner = {
  /** Who answers questions about them. */
  readonly contact: string;
  readonly email: string;
  readonly website: string;
  readonly privacyPolicy: string;
  /** The function app, until a connection says which one. */
  readonly host: string;
  /** The app registration that is made for the connector of Entra ID. */
  readonly clientId: string;
  readonly tenantId: string;
  /** What its tokens are for: `entra.audience` of the gateway file. */
  readonly audience: string;
};

/** Nobody yet: what stands in the files of the repository, and in place of what is not said. */
export const unknownOwner: ConnectorOwner = {
  contact: 'The team that runs Sluice',
  email: 'sluice@example.com',
  website: 'https://sluice.example.com',
  privacyPolicy: 'https://sluice.example.com/privacy',
  host: 'my-sluice.azurewebsites.net',
  clientId: '00000000-0000-0000-0000-000000000000',
  tenantId: '00000000-0000-0000-0000-000000000000',
  audience: 'api://00000000-0000-0000-0000-000000000000',
};
