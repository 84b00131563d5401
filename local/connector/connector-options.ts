import { parseArgs } from 'node:util';
import { unknownOwner, type ConnectorOwner } from './connector-owner.ts';

/** How the connectors are written. */
export const connectorUsage = `npm run connector -- [--out DIR [options]]

  --out DIR             write connectors of your own there; without it, infra/connector/ anew
  --host HOST           the function app, such as ${unknownOwner.host}
  --contact NAME        who answers questions about them
  --email ADDRESS
  --website URL
  --privacy-policy URL
  --client-id ID        the app registration of the connector for Entra ID,
  --tenant-id ID        its tenant,
  --audience URI        and what the gateway file says in entra.audience (default api:// and the client id)
  --help`;

/** Where to, and whose they are. */
export type ConnectorOptions = { readonly out: string | undefined; readonly owner: ConnectorOwner };

/** Reads the command line. Throws with one line that says what is wrong. */
export function readConnectorOptions(args: readonly string[]): ConnectorOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: text,
      host: text,
      contact: text,
      email: text,
      website: text,
      'privacy-policy': text,
      'client-id': text,
      'tenant-id': text,
      audience: text,
    },
  });
  const { out, 'client-id': clientId, 'tenant-id': tenantId, 'privacy-policy': privacyPolicy, ...given } = values;
  if (out === undefined && Object.keys(values).length > 0) {
    throw new Error('--out says where: the files of the repository stay as they are made.');
  }
  const { host = unknownOwner.host } = given;
  if (!/^[\w.-]+$/.test(host)) throw new Error('--host must be a host name, without https:// and without a path.');
  return {
    out,
    owner: {
      ...unknownOwner,
      ...given,
      ...(privacyPolicy === undefined ? {} : { privacyPolicy }),
      ...(clientId === undefined ? {} : { clientId, audience: given.audience ?? `api://${clientId}` }),
      ...(tenantId === undefined ? {} : { tenantId }),
    },
  };
}
